namespace Sluice.Cel;

/// <summary>A sequence of octets.</summary>
internal sealed class CelBytes(ReadOnlyMemory<byte> memory) : CelReference(CelKind.Bytes)
{
    public ReadOnlyMemory<byte> Memory { get; } = memory;
}
