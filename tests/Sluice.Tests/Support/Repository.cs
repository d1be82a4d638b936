namespace Sluice.Tests.Support;

/// <summary>The checkout that the tests run from.</summary>
public static class Repository
{
    /// <summary>The folder with the solution file.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>True when golden files and samples are to be written anew: SLUICE_ACCEPT=1.</summary>
    public static bool IsAccepting { get; } = Environment.GetEnvironmentVariable("SLUICE_ACCEPT") == "1";

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "sluice.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException("the tests run outside of a checkout");
    }
}
