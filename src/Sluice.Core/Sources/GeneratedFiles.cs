using Sluice.Artifacts;

namespace Sluice.Sources;

/// <summary>What the tools of the ecosystems write into every release: expected to be in no repository.</summary>
internal static class GeneratedFiles
{
    /// <summary>Written by autoconf, automake, libtool and gettext for <c>make dist</c>: many kilobytes of shell that nobody reads.</summary>
    private static readonly HashSet<string> Autotools = new(StringComparer.Ordinal)
    {
        "configure", "aclocal.m4", "config.h.in", "config.guess", "config.sub", "config.rpath", "ltmain.sh", "install-sh", "missing", "depcomp", "compile", "test-driver", "ar-lib", "mkinstalldirs", "ylwrap", "py-compile", "elisp-comp", "mdate-sh", "texinfo.tex", "autogen.sh",
        "Makefile.in", "INSTALL", "ABOUT-NLS", "stamp-h.in", "stamp-po", "stamp-vti", "version.texi", "Makefile.in.in", "Makevars.template", "Rules-quot", "remove-potcdate.sin", "remove-potcdate.sed", "boldquot.sed", "quot.sed", "en@boldquot.header", "en@quot.header", "insert-header.sin", "insert-header.sed", ".tarball-version", ".version", "ChangeLog", "gnulib-cache.m4", "gnulib-comp.m4", "gnulib-tool.m4",
    };

    /// <summary>Macros that autoreconf copies into <c>m4/</c>.</summary>
    private static readonly HashSet<string> Macros = new(StringComparer.Ordinal)
    {
        "libtool.m4", "ltoptions.m4", "ltsugar.m4", "ltversion.m4", "lt~obsolete.m4", "ltdl.m4", "ltargz.m4", "pkg.m4", "gettext.m4", "build-to-host.m4", "host-cpu-c-abi.m4", "iconv.m4", "intlmacosx.m4", "lib-ld.m4", "lib-link.m4", "lib-prefix.m4", "nls.m4", "po.m4", "progtest.m4", "codeset.m4", "extern-inline.m4", "fcntl-o.m4", "glibc2.m4", "glibc21.m4", "intdiv0.m4", "intl.m4",
        "intldir.m4", "intlmacosx.m4", "intmax.m4", "inttypes-pri.m4", "inttypes_h.m4", "lcmessage.m4", "lock.m4", "longlong.m4", "printf-posix.m4", "size_max.m4", "stdint_h.m4", "threadlib.m4", "uintmax_t.m4", "visibility.m4", "wchar_t.m4", "wint_t.m4", "xsize.m4",
    };

    private static readonly HashSet<string> Python = new(StringComparer.Ordinal) { "_version.py", "version.py", "_version.pyi", "__config__.py", "_build_info.py" };

    /// <summary>The ecosystem's own papers about the package: no code, whatever they hold.</summary>
    public static bool IsMetadata(string kind, ShippedFile file)
    {
        var (path, name) = (file.Path, file.Entry.Path.Name);
        return kind switch
        {
            "wheel" => path.IndexOf(".dist-info/", StringComparison.Ordinal) > 0 && !file.IsCode,
            "sdist" => name is "PKG-INFO" or ".gitignore" || (path.Contains(".egg-info/", StringComparison.Ordinal) && !file.IsCode),
            "nuget" => name is ".rels" or "[Content_Types].xml" or ".signature.p7s" || (name.EndsWith(".nuspec", StringComparison.Ordinal) && file.Folder.Length == 0) || name.EndsWith(".psmdcp", StringComparison.Ordinal),
            "vsix" => name is "[Content_Types].xml" or "extension.vsixmanifest" or ".signature.p7s",
            "crate" => path is ".cargo_vcs_info.json" or "Cargo.lock",
            "gem" => file.Entry.Holder?.Path.Name is "metadata.gz" or "checksums.yaml.gz" || name is "metadata" or "metadata.gz" or "checksums.yaml" or "checksums.yaml.gz",
            "jar" => path.StartsWith("META-INF/", StringComparison.Ordinal) && (name is "MANIFEST.MF" or "pom.properties" or "INDEX.LIST" || name.EndsWith(".SF", StringComparison.Ordinal) || name.EndsWith(".RSA", StringComparison.Ordinal)),
            "crx" or "zip" => path.StartsWith("_metadata/", StringComparison.Ordinal) && !file.IsCode,
            "deb" => name is "debian-binary" or "control" or "md5sums",
            _ => false,
        };
    }

    /// <summary>Code that tools write. It counts as generated only while nothing in it is out of the ordinary.</summary>
    public static bool IsToolCode(string kind, ShippedFile file, SourceTree tree, string folder)
    {
        var name = file.Entry.Path.Name;
        if (kind is "wheel" or "sdist")
        {
            if (Python.Contains(name) || name.EndsWith("_pb2.py", StringComparison.Ordinal) || name.EndsWith("_pb2_grpc.py", StringComparison.Ordinal) || name.EndsWith("_pb2.pyi", StringComparison.Ordinal))
                return true;
            if (file.Path is "setup.py" or "setup.cfg")
                return true;
        }

        return kind is "sdist" or "tar" && IsOfAutotools(file, tree, folder);
    }

    /// <summary>Only where the source is built by them.</summary>
    public static bool IsOfAutotools(ShippedFile file, SourceTree tree, string folder)
    {
        if (tree.At(folder + "configure.ac") is null && tree.At(folder + "configure.in") is null)
            return false;
        var name = file.Entry.Path.Name;
        // What automake makes of nothing is somebody's own.
        SourceFile? At(ShippedFile beside, string input) => tree.At(folder + (beside.Folder.Length > 0 ? beside.Folder + "/" : "") + input);
        if (name == "Makefile.in")
            return At(file, "Makefile.am") is not null || At(file, "GNUmakefile.am") is not null;
        if (name == "configure")
            return At(file, "configure.ac") is not null || At(file, "configure.in") is not null;
        return Autotools.Contains(name) || (Macros.Contains(name) && file.Folder is "m4" or "config/m4" or "build-aux/m4") || name.EndsWith(".gmo", StringComparison.Ordinal) || name.EndsWith(".pot", StringComparison.Ordinal) || name.EndsWith(".info", StringComparison.Ordinal);
    }

    /// <summary>Read by people, or by a compiler of messages: nothing in it runs.</summary>
    public static bool IsRead(ShippedFile file) => !file.IsScript && (file.Entry.Path.Name is "INSTALL" or "ABOUT-NLS" or "ChangeLog" or ".version" or ".tarball-version" or "version.texi" or "texinfo.tex" or "Makevars.template" or "config.h.in" || file.Path.EndsWith(".pot", StringComparison.Ordinal) || file.Path.EndsWith(".info", StringComparison.Ordinal));

    /// <summary>What no generator of versions, messages and stubs writes, and by which Python reaches everything.</summary>
    private static readonly string[] Reaching = ["import os", "from os", "import subprocess", "from subprocess", "import ctypes", "from ctypes", "import socket", "import urllib", "from urllib", "import importlib\n", "getattr(", "exec(", "eval(", "__import__", "__builtins__", "subprocess"];

    /// <summary>The first such word in a Python file; null for none. A build's configuration looks for libraries, and is not asked.</summary>
    public static string? ReachingOf(ShippedFile file, ReadOnlySpan<byte> text)
    {
        if (file.Entry.Path.Name is "setup.py" or "setup.cfg" or "__config__.py")
            return null;
        foreach (var word in Reaching)
        {
            if (text.IndexOf(System.Text.Encoding.ASCII.GetBytes(word)) >= 0)
                return word.Trim();
        }

        return null;
    }
}
