using System.Net;
using Sluice.Registries;

namespace Sluice.Cli;

/// <summary>How the program talks to registries: no cookies, no redirects by itself, everything bounded.</summary>
internal static class RegistryHttp
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Connecting = TimeSpan.FromSeconds(10);

    /// <param name="tokenOf">The token for an address; null for none.</param>
    public static RegistryClient Client(Func<Uri, string?> tokenOf)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = Connecting,
        };
        var http = new HttpClient(handler) { Timeout = Patience };
        return new RegistryClient(http, tokenOf);
    }
}
