using System.Text;
using Sluice.Cli;

using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // The first Ctrl+C ends the work in good order, a second one kills.
    pressed.Cancel = !interrupt.IsCancellationRequested;
    interrupt.Cancel();
};

var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var output = new StreamWriter(Console.OpenStandardOutput(), utf8, 16 << 10);
using var error = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true };
var surroundings = new Surroundings
{
    Output = output,
    Error = error,
    Input = Console.OpenStandardInput,
    Directory = Environment.CurrentDirectory,
    IsInputTerminal = !Console.IsInputRedirected,
    IsOutputTerminal = !Console.IsOutputRedirected,
    IsErrorTerminal = !Console.IsErrorRedirected,
    Variable = Environment.GetEnvironmentVariable,
    Clock = TimeProvider.System,
};
return CommandLine.Run(args, surroundings, interrupt.Token);
