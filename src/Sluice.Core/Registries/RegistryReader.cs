using System.Globalization;
using System.Text.Json;
using Sluice.Packages;

namespace Sluice.Registries;

/// <summary>Knows how the registries of one ecosystem tell of a package. Stateless.</summary>
public abstract class RegistryReader
{
    private const int MostNameLength = 214;
    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = 64 };

    /// <summary>As in the contract's list of ecosystems.</summary>
    public abstract string Ecosystem { get; }

    /// <summary>How two names that mean the same package are written.</summary>
    public virtual string Normalize(string name) => name;

    /// <param name="registry">Ends with a slash.</param>
    /// <returns>Without versions where the registry does not have the package.</returns>
    /// <exception cref="RegistryException">It cannot be told.</exception>
    public PackageHistory Read(RegistryClient client, Uri registry, string name, CancellationToken cancel)
    {
        if (name.Length is 0 or > MostNameLength || name.StartsWith('.') || name.Contains("..", StringComparison.Ordinal) || name.AsSpan().ContainsAny("\\?#%:") || name.Any(char.IsControl))
            throw new RegistryException($"'{name}' is no name that a package can have");
        return History(client, registry, name, cancel) ?? PackageHistory.Of(Ecosystem, name, []);
    }

    /// <summary>Null where the registry does not have the package.</summary>
    protected abstract PackageHistory? History(RegistryClient client, Uri registry, string name, CancellationToken cancel);

    /// <summary>What <paramref name="read"/> makes of the JSON there; null where there is nothing.</summary>
    private protected static T? Json<T>(RegistryClient client, Uri address, Func<JsonElement, T?> read, CancellationToken cancel, string accept = "application/json")
        where T : class
    {
        if (client.Get(address, accept, RegistryClient.MostMetadataBytes, cancel) is not { } bytes)
            return null;
        try
        {
            using var document = JsonDocument.Parse(bytes, Bounded);
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A text that is not valid UTF-8 shows only when it is asked for.
            throw new RegistryException($"{address.GetLeftPart(UriPartial.Path)} answers with something else than is expected: {e.Message}", e);
        }
    }

    private protected static DateTimeOffset? TimeOf(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.String } text && DateTimeOffset.TryParse(text.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    private protected static string Escape(string segment) => Uri.EscapeDataString(segment).Replace("%40", "@", StringComparison.Ordinal);
}

/// <summary>Reads JSON of strangers: what is not of the expected type is not there.</summary>
internal static class RegistryJson
{
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string? TextOf(this JsonElement element, string name) => element.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static IEnumerable<JsonProperty> Members(this JsonElement? element) => element is { ValueKind: JsonValueKind.Object } value ? value.EnumerateObject() : [];

    public static IEnumerable<JsonElement> Items(this JsonElement? element) => element is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];
}
