using Sluice.Profiles;
using Sluice.Tests.Support;

namespace Sluice.Tests.Profiles;

/// <summary>Releases of one package, each a little different from the last.</summary>
internal static class Releases
{
    public const string Code = "'use strict';\nmodule.exports = function add(a, b) {\n  return a + b;\n};\n";

    /// <param name="manifest">More of package.json, from a comma on.</param>
    public static byte[] Pack(int patch, string manifest = "", params (string Path, string Text)[] more) =>
        TestArchive.Npm($$$"""{"name":"acme-add","version":"1.0.{{{patch}}}","license":"MIT","main":"index.js"{{{manifest}}}}""", [("index.js", Code + string.Concat(Enumerable.Repeat($"// {patch}\n", patch))), ("README.md", "# acme-add\n"), ("LICENSE", "MIT\n"), .. more]);

    /// <param name="script">Which the release has, by its number.</param>
    /// <param name="more">Files that each of them has.</param>
    public static Profile Profile(int releases, Func<int, (string Name, string Command)?>? script = null, params (string Path, string Text)[] more)
    {
        var profile = new Profile("npm:acme-add");
        for (var release = 1; release <= releases; release++)
        {
            var bytes = Pack(release, script?.Invoke(release) is var (name, command) ? $$$""","scripts":{"{{{name}}}":"{{{command}}}"}""" : "", more);
            profile.Learn(ReleaseShape.Of(Screening.Of($"acme-add-1.0.{release}.tgz", bytes, new ScreenOptions { Profiles = new ProfileBook() }).Artifact), null);
        }

        return profile;
    }

    public static ProfileBook Book(int releases, string survey = "400", params (string Path, string Text)[] more) => new([Profile(releases, script: null, more)]) { Survey = Survey.Parse(survey) };
}
