using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Runtime.InteropServices;

namespace Sluice.Artifacts.Formats;

/// <summary>What the readers of .NET files share.</summary>
internal static class DotNetMetadata
{
    /// <summary>Damaged metadata ends in one of several exceptions of the base library, all of which mean that the file is at fault.</summary>
    public static void Guarded(Action read)
    {
        try
        {
            read();
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException or ArgumentException or OverflowException or IndexOutOfRangeException or NotSupportedException or InvalidCastException)
        {
            throw new ArtifactException($"damaged .NET metadata: {e.Message}", e);
        }
    }

    /// <summary>The same bytes without a copy where they are an array of their own.</summary>
    public static ImmutableArray<byte> ArrayOf(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length
            ? ImmutableCollectionsMarshal.AsImmutableArray(segment.Array)
            : ImmutableCollectionsMarshal.AsImmutableArray(bytes.ToArray());

    public static bool IsAttribute(MetadataReader metadata, CustomAttribute attribute, string name)
    {
        var type = attribute.Constructor.Kind switch
        {
            HandleKind.MemberReference => metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent,
            HandleKind.MethodDefinition => metadata.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType(),
            _ => default,
        };
        return type.Kind switch
        {
            HandleKind.TypeReference => metadata.StringComparer.Equals(metadata.GetTypeReference((TypeReferenceHandle)type).Name, name),
            HandleKind.TypeDefinition => metadata.StringComparer.Equals(metadata.GetTypeDefinition((TypeDefinitionHandle)type).Name, name),
            _ => false,
        };
    }

    /// <summary>Takes the next text off the heap of user strings (section II.24.2.4); false at its end.</summary>
    public static bool TryTakeText(ref ReadOnlySpan<byte> heap, out ReadOnlySpan<char> text)
    {
        text = default;
        if (!TryReadLength(ref heap, out var length))
            return false;
        text = MemoryMarshal.Cast<byte, char>(heap[..(length & ~1)]);
        heap = heap[length..];
        return true;
    }

    /// <summary>The compressed length of section II.24.2.4.</summary>
    private static bool TryReadLength(ref ReadOnlySpan<byte> heap, out int length)
    {
        length = 0;
        if (heap.IsEmpty)
            return false;
        var width = heap[0] < 0x80 ? 1 : heap[0] < 0xc0 ? 2 : 4;
        if (heap.Length < width)
            return false;
        length = width switch
        {
            1 => heap[0],
            2 => (heap[0] & 0x3f) << 8 | heap[1],
            _ => (heap[0] & 0x1f) << 24 | heap[1] << 16 | heap[2] << 8 | heap[3],
        };
        heap = heap[width..];
        return length <= heap.Length;
    }
}
