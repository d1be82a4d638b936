using System.Buffers.Text;
using System.Text;
using static Sluice.Cel.CelOverload;

namespace Sluice.Cel;

/// <summary>base64, with or without padding when it is read.</summary>
internal static class EncodersLibrary
{
    public static CelLibrary Create() => CelLibrary.BuiltIn("encoders",
    [
        new("base64.encode", Unary("base64_encode_bytes", CelType.Bytes, CelType.String, value => CelValue.String(Convert.ToBase64String(value.AsBytes.Span)), CelCallCost.FirstTenth)),
        new("base64.decode", Unary("base64_decode_string", CelType.String, CelType.Bytes, Decode, CelCallCost.FirstTenth)),
    ]);

    private static CelValue Decode(CelValue value)
    {
        var text = value.AsString;
        var problem = CelValue.Error("the string is no base64");
        // .NET passes over white space, the reference over line ends only.
        if (text.AsSpan().IndexOfAny(" \t\f\v") >= 0)
            return problem;
        text = text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
        if (text.Length % 4 != 0 && !text.Contains('=', StringComparison.Ordinal))
            text = text.PadRight((text.Length + 3) / 4 * 4, '=');
        var bytes = Encoding.UTF8.GetBytes(text);
        if (!Base64.IsValid(bytes, out var length))
            return problem;
        var decoded = new byte[length];
        return Base64.DecodeFromUtf8(bytes, decoded, out _, out var written) == System.Buffers.OperationStatus.Done && written == length ? CelValue.Bytes(decoded) : problem;
    }
}
