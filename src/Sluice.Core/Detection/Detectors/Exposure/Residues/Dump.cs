using Sluice.Artifacts;

namespace Sluice.Detection.Detectors.Exposure.Residues;

/// <summary>Images of memory, traffic and databases, by their content.</summary>
internal static class Dump
{
    private const int ElfCore = 4;

    public static Residue? Recognize(Entry entry)
    {
        var head = entry.Bytes.Span[..Math.Min(entry.Bytes.Length, 4096)];
        if (entry.ContentKind == ContentKind.JavaHeapDump)
            return Data("a heap dump of Java", "which holds everything the program had in memory");
        if (entry.ContentKind == ContentKind.Elf)
            return head.Length > 18 && (head[5] == 1 ? head[16] : head[17]) == ElfCore ? Data("a core dump", "which holds everything the program had in memory") : null;
        if (head.StartsWith("MDMP"u8) && head.Length > 32)
            return Data("a crash dump of Windows", "which holds the program's memory");
        if (head.StartsWith((ReadOnlySpan<byte>)[0xd4, 0xc3, 0xb2, 0xa1]) || head.StartsWith((ReadOnlySpan<byte>)[0xa1, 0xb2, 0xc3, 0xd4]) || head.StartsWith((ReadOnlySpan<byte>)[0x0a, 0x0d, 0x0d, 0x0a]))
            return Data("a capture of network traffic", "");
        if (head.StartsWith("REDIS0"u8))
            return Data("a dump of a Redis database", "");
        if (head.StartsWith("PGDMP"u8))
            return Data("a dump of a PostgreSQL database", "");
        if (!entry.IsText)
            return null;
        if (head.StartsWith("{\"snapshot\":{\"meta\":"u8))
            return Data("a heap snapshot of JavaScript", "which holds everything the program had in memory");
        return IsSqlDump(entry, head) ? Data("a dump of a database", "with rows") : null;
    }

    public static bool MayBeOne(Entry entry) =>
        entry.ContentKind is ContentKind.JavaHeapDump or ContentKind.Elf or ContentKind.Binary || (entry.IsText && entry.Path.Extension is ".sql" or ".dump" or ".heapsnapshot" or ".bak" or "");

    private static Residue Data(string what, string detail) => new(what, ResidueWeight.Data, detail);

    /// <summary>The banner of a dump program, and rows: a dump of the schema alone is code.</summary>
    private static bool IsSqlDump(Entry entry, ReadOnlySpan<byte> head)
    {
        var isDump = head.IndexOf("-- MySQL dump"u8) >= 0 || head.IndexOf("-- MariaDB dump"u8) >= 0 || head.IndexOf("-- PostgreSQL database dump"u8) >= 0 || head.IndexOf("-- phpMyAdmin SQL Dump"u8) >= 0 || head.IndexOf("-- pg_dump"u8) >= 0;
        return isDump && (entry.Bytes.Span.IndexOf("INSERT INTO"u8) >= 0 || entry.Bytes.Span.IndexOf("FROM stdin;"u8) >= 0);
    }
}
