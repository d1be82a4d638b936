namespace Sluice.Profiles;

/// <summary>A word of a program that tells what it reaches for, or what made it.</summary>
/// <param name="IsGlobal">A function of the language itself: as a method of an object, or within a text, it is something else.</param>
/// <param name="Tool">What writes it into its output.</param>
/// <param name="IsObject">Counts where a method is called that reaches out.</param>
/// <param name="IsValue">Counts where it is given another name, too.</param>
/// <param name="IsEnd">Counts where it ends a quoted argument, the last one.</param>
/// <param name="Loads">What follows it, in quotes or by its name, tells what it reaches for.</param>
/// <param name="TakesText">Counts where it is called with a text in quotes.</param>
/// <param name="IsEscape">Begins the number of a letter: counts in code.</param>
/// <param name="IsNames">Holds all functions of the language: counts where one is taken out.</param>
/// <param name="IsWhole">Counts where no longer name begins with it.</param>
internal sealed record ReachingWord(string Text, Capabilities Meaning = Capabilities.None, bool IsGlobal = false, string? Tool = null, bool IsObject = false, bool Loads = false, bool IsValue = false, bool IsEnd = false, bool TakesText = false, bool IsEscape = false, bool IsNames = false, bool IsWhole = false);
