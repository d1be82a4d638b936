namespace Sluice.Artifacts;

/// <summary>How profiles and policies write kinds of content. As <see cref="DashedName"/> would; to ask the framework for the first name of a value takes a millisecond.</summary>
internal static class ContentKindNames
{
    private static readonly string[] Names =
    [
        "unknown", "empty", "text", "source-map", "wide-text", "zip", "gzip", "bzip2", "xz", "lzma", "zstandard", "lz4", "compress", "seven-zip", "rar", "cabinet", "tar", "ar", "cpio", "rpm", "asar", "chrome-extension",
        "elf", "portable-executable", "mach-o", "mach-o-universal", "web-assembly", "java-class", "python-bytecode", "portable-pdb", "windows-pdb", "sqlite", "pdf", "image", "font", "audio", "video", "java-heap-dump", "java-key-store",
        "key-store", "git-pack", "desktop-services-store", "model-weights", "pickle", "binary",
    ];

    public static string Of(ContentKind kind) => Names[(int)kind];
}
