using GridActors.Journal;
using GridActors.Silo.Vault;
using Orleans.Runtime;

namespace GridActors.OpsWeb.Http;

/// <summary>Turns what went wrong into its answer; what is nobody's input is logged and answered 500 without a word of it.</summary>
internal sealed class Faults(RequestDelegate next, ILogger<Faults> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // the caller is gone; what was committed is there for its resend
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            var problem = Of(fault);
            if (problem.Status == StatusCodes.Status500InternalServerError) log.LogError(fault, "{Method} {Route} failed", http.Request.Method, http.GetEndpoint()?.DisplayName);
            if (problem.Status == StatusCodes.Status503ServiceUnavailable)
                http.Response.Headers.RetryAfter = JournalUnavailableException.RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            await problem.ExecuteAsync(http);
        }
    }

    private static Problem Of(Exception fault) => fault switch
    {
        ProblemException known => known.Problem,
        JournalUnavailableException or TimeoutException or OrleansMessageRejectionException or SiloUnavailableException => new(StatusCodes.Status503ServiceUnavailable, "busy", Detail: "send the same again in a moment"),
        InstanceClosedException => new(StatusCodes.Status410Gone, "realm-closed", "realm"),
        CaseErasedException => new(StatusCodes.Status410Gone, "erased"),
        BadHttpRequestException bad => new(bad.StatusCode, bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? "too-large" : "malformed"),
        _ => new(StatusCodes.Status500InternalServerError, "failed"),
    };
}
