using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Sluice.Registries;

/// <summary>
/// Asks registries, one question at a time. Answers are bounded in size and time by the <see cref="HttpClient"/> that is handed in, which must follow no redirects and keep no cookies: redirects stay within
/// the scheme, and a token goes to the address that it is for and nowhere else.
/// </summary>
/// <param name="tokenOf">The bearer token for an address; null for none.</param>
public sealed class RegistryClient(HttpClient http, Func<Uri, string?> tokenOf)
{
    public const long MostMetadataBytes = 96L << 20;
    public const long MostFileBytes = 1L << 30;

    private const int MostRedirects = 5;
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromMilliseconds(300);

    /// <returns>Null where there is no such thing (404, 410).</returns>
    /// <exception cref="RegistryException">Anything else but success.</exception>
    public byte[]? Get(Uri address, string accept, long mostBytes, CancellationToken cancel)
    {
        try
        {
            return GetOnce(address, accept, mostBytes, cancel);
        }
        catch (RegistryException e) when (e.InnerException is HttpRequestException)
        {
            // Networks hiccup; a second failure is a fact.
            cancel.WaitHandle.WaitOne(BeforeRetry);
            return GetOnce(address, accept, mostBytes, cancel);
        }
    }

    private byte[]? GetOnce(Uri address, string accept, long mostBytes, CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(http.Timeout);
        try
        {
            return Follow(address, accept, mostBytes, deadline.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or ObjectDisposedException or OperationCanceledException or InvalidDataException)
        {
            cancel.ThrowIfCancellationRequested();
            throw deadline.IsCancellationRequested
                ? Failure(address, string.Create(CultureInfo.InvariantCulture, $"did not answer within {http.Timeout.TotalSeconds:0} s"), e)
                : Failure(address, $"cannot be asked: {e.Message}", new HttpRequestException(e.Message, e));
        }
    }

    private byte[]? Follow(Uri address, string accept, long mostBytes, CancellationToken deadline)
    {
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            using var response = Send(address, accept, deadline);
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
                return null;
            if (response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
            {
                address = TargetOf(response, address);
                continue;
            }

            if (!response.IsSuccessStatusCode)
                throw Failure(address, $"answers {(int)response.StatusCode}{HintOf(response.StatusCode)}", (int)response.StatusCode >= 500 ? new HttpRequestException() : null);
            // Ends a body that comes drop by drop.
            using var abort = deadline.Register(response.Dispose);
            return BodyOf(response, address, mostBytes);
        }

        throw Failure(address, $"redirects more than {MostRedirects} times", null);
    }

    /// <summary>Counted after decompression: what is sent says nothing of what comes out.</summary>
    private static byte[] BodyOf(HttpResponseMessage response, Uri address, long mostBytes)
    {
        using var body = response.Content.ReadAsStream();
        using var kept = new MemoryStream();
        var buffer = new byte[64 << 10];
        for (var count = body.Read(buffer); count > 0; count = body.Read(buffer))
        {
            if (kept.Length + count > mostBytes)
                throw Failure(address, $"answers with more than {mostBytes >> 20} MiB", null);
            kept.Write(buffer, 0, count);
        }

        return kept.ToArray();
    }

    private HttpResponseMessage Send(Uri address, string accept, CancellationToken deadline)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd(accept);
        request.Headers.UserAgent.ParseAdd("sluice");
        if (tokenOf(address) is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http.Send(request, HttpCompletionOption.ResponseHeadersRead, deadline);
    }

    private static Uri TargetOf(HttpResponseMessage response, Uri from)
    {
        if (response.Headers.Location is { } location && Uri.TryCreate(from, location, out var target) && target.Scheme == from.Scheme)
            return target;
        throw Failure(from, "redirects to where it may not", null);
    }

    private static string HintOf(HttpStatusCode status) => status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? " (a token is missing or not valid)" : "";

    /// <summary>Without the query and the user, which may be secrets.</summary>
    private static RegistryException Failure(Uri address, string what, Exception? inner) =>
        new($"{address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)} {what}", inner);
}
