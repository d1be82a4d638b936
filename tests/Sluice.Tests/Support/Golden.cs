namespace Sluice.Tests.Support;

/// <summary>Text that people read, kept in <c>tests/golden</c> and compared to the letter; SLUICE_ACCEPT=1 writes it anew.</summary>
public static class Golden
{
    public static void Check(string name, string actual)
    {
        var file = Path.Combine(Repository.Root, "tests", "golden", name);
        if (Repository.IsAccepting)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }

        Assert.True(File.Exists(file), $"there is no tests/golden/{name}; run the tests with SLUICE_ACCEPT=1 and look at it");
        Assert.Equal(File.ReadAllText(file), actual);
    }
}
