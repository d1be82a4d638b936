using System.Text;
using Sluice.Findings;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts.Formats;

public sealed class NamedConstantTests
{
    private static readonly string Value = "k7Q-" + TestSecret.Alphanumeric(14, 5) + "9z";

    public static TheoryData<string> Programs => ["a constant of Java", "a field of Java", "Python 3.11", "Python 3.13"];

    private static byte[] Build(string program, string name, string text) => program switch
    {
        "a constant of Java" => TestProgram.JavaClass(name, text, isConstant: true),
        "a field of Java" => TestProgram.JavaClass(name, text, isConstant: false),
        "Python 3.11" => TestProgram.PythonAssignment(isNew: false, name, text),
        _ => TestProgram.PythonAssignment(isNew: true, name, text),
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public void A_password_in_compiled_code_is_found_by_the_name_that_it_is_assigned_to(string program)
    {
        var report = Screening.Of(Build(program, "DB_PASSWORD", Value));

        Assert.Empty(report.Artifact.Unscreened);
        Assert.Contains("secret/generic-password", Screening.Rules(report));
        Assert.Equal(Severity.Medium, Assert.Single(report.Findings, found => found.Finding.Rule.Id == "secret/generic-password").Finding.Severity);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Other_names_and_values_that_say_nothing_stay_silent(string program)
    {
        foreach (var (name, text) in ((string, string)[])[("DB_TITLE", Value), ("PASSWORD_FIELD", "user.password"), ("DEBUG_KEY", "log4j.debug"), ("CACHE_KEY", "org.acme.web.server.Factory.instance1"), ("AUTH_HEADER", "Authorization")])
            Assert.DoesNotContain(Screening.Rules(Screening.Of(Build(program, name, text))), rule => rule.StartsWith("secret/", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Code_that_is_cut_anywhere_is_never_passed_silently(string program)
    {
        var whole = Build(program, "DB_PASSWORD", Value);
        for (var length = 24; length < whole.Length; length += 3)
        {
            var report = Screening.Of(whole[..length]);
            Assert.Empty(report.Faults);
            Assert.True(report.Artifact.Unscreened.Count > 0 || Screening.Rules(report).Count > 0, $"{program}, {length} of {whole.Length}");
        }
    }

    [Fact]
    public void The_values_of_a_dictionary_stand_beside_the_names_behind_them()
    {
        // {"user": VALUE, "password": VALUE} as 3.11 writes it: both values, then the tuple of names.
        byte[] text = [0xda, (byte)Value.Length, .. Encoding.ASCII.GetBytes(Value)];
        byte[] names = [(byte)')', 2, 0xda, 4, .. "user"u8, 0xda, 8, .. "password"u8];
        byte[] module =
        [
            0xe3, .. new byte[20], (byte)'s', 8, 0, 0, 0, 100, 0, 100, 0, 100, 1, 156, 2, (byte)')', 2, .. text, .. names, (byte)')', 0, (byte)')', 0, (byte)'s', 0, 0, 0, 0,
            0xda, 1, (byte)'a', 0xda, 1, (byte)'b', 0xda, 1, (byte)'b', 1, 0, 0, 0, (byte)'s', 0, 0, 0, 0, (byte)'s', 0, 0, 0, 0,
        ];

        var report = Screening.Of([0xa7, 0x0d, 0x0d, 0x0a, .. new byte[12], .. module]);

        Assert.Contains("secret/generic-password", Screening.Rules(report));
    }
}
