namespace Sluice.Tests.Support;

/// <summary>Pages that are generated from code and kept in the repository; SLUICE_ACCEPT=1 writes them anew.</summary>
public static class Generated
{
    /// <param name="file">Relative to the repository.</param>
    public static void Check(string file, string actual)
    {
        var path = Path.Combine(Repository.Root, file);
        if (Repository.IsAccepting)
            File.WriteAllText(path, actual);
        Assert.True(File.Exists(path) && File.ReadAllText(path) == actual, $"{file} is out of date; run the tests with SLUICE_ACCEPT=1 and look at the change");
    }
}
