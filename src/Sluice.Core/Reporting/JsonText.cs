using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sluice.Reporting;

/// <summary>How every JSON document here is written: LF line ends, and no escaping beyond what JSON needs.</summary>
internal static class JsonText
{
    public static JsonWriterOptions Options(bool indented) => new()
    {
        Indented = indented,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
