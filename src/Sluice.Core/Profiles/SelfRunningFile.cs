using Sluice.Detection;

namespace Sluice.Profiles;

/// <summary>Files that run because of the place where they lie.</summary>
internal static class SelfRunningFile
{
    /// <summary>Where an operating system looks for what it is to run by itself.</summary>
    private static readonly string[] StartedBySystem = ["etc/cron", "var/spool/cron/", "etc/init.d/", "etc/systemd/system/", "etc/profile.d/", "etc/ld.so.preload", "etc/rc.local"];

    /// <summary>What packages of a system bring along for that, too: in an image it comes with whatever is installed there.</summary>
    private static readonly string[] StartedByPackage =
    [
        "etc/rc.d/", "lib/systemd/", "usr/lib/systemd/", "etc/pam.d/", "etc/udev/rules.d/", "lib/udev/rules.d/", "usr/lib/udev/rules.d/", "etc/apt/apt.conf.d/", "etc/sudoers.d/", "etc/xdg/autostart/", "etc/dpkg/dpkg.cfg.d/", "etc/update-motd.d/", "etc/network/if-", "etc/NetworkManager/dispatcher.d/", "usr/lib/NetworkManager/dispatcher.d/", "etc/kernel/postinst.d/", "usr/share/initramfs-tools/hooks/", "etc/initramfs-tools/hooks/", "etc/X11/Xsession.d/", "etc/dhcp/dhclient-", "etc/ppp/ip-up.d/", "usr/share/dbus-1/system-services/", "usr/share/polkit-1/rules.d/", "etc/polkit-1/rules.d/",
    ];

    /// <summary>What a package manager, a build or an interpreter takes up by itself because of its place: no manifest has to name it.</summary>
    /// <param name="kind">Of the artifact.</param>
    /// <param name="path">Where it is installed, or its pattern.</param>
    /// <param name="hasFile">Whether the artifact has a file of that path.</param>
    public static bool Is(string kind, string path, Predicate<string> hasFile) => kind switch
    {
        "npm" => path == "binding.gyp" || InstallationStep.IsBundledBuild(path),
        // "The Manifest Format", package.build: cargo runs it where there is one, named or not.
        "crate" => path == "build.rs",
        // RubyGems loads them at the start of each of its own commands.
        "gem" => PathPattern.NameOf(path) == "rubygems_plugin.rb",
        // javac loads what is listed there whenever the jar is on its path.
        "jar" => path == "META-INF/services/javax.annotation.processing.Processor",
        "wheel" => path.EndsWith(".pth", StringComparison.Ordinal) || PathPattern.NameOf(path) is "sitecustomize.py" or "usercustomize.py" || path.Contains(".data/scripts/", StringComparison.Ordinal),
        "directory" or "tar" => PackageRecipe.Is(path) || (PackageRecipe.IsHook(path) && (hasFile("PKGBUILD") || hasFile("APKBUILD"))),
        "docker" or "oci" => IsIn(StartedBySystem, path),
        "deb" or "rpm" => IsIn(StartedBySystem, path) || IsIn(StartedByPackage, path),
        _ => false,
    };

    private static bool IsIn(string[] folders, string path) => Array.Exists(folders, folder => path.StartsWith(folder, StringComparison.Ordinal));
}
