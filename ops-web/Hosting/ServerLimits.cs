using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GridActors.OpsWeb.Hosting;

/// <summary>How much and how slowly anybody may send.</summary>
internal static class ServerLimits
{
    /// <summary>Bytes of any body; routes set less.</summary>
    private const int BodyBytesMax = 128 * 1024;

    private const int RequestLineBytesMax = 8 * 1024;

    private const int HeaderBytesMax = 16 * 1024;

    private const int HeadersMax = 60;

    /// <summary>Bytes a second below which a body is given up, after the grace.</summary>
    private const double BodyBytesPerSecondMin = 240;

    private static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan BodyGrace = TimeSpan.FromSeconds(5);

    public static void Set(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestBodySize = BodyBytesMax;
        server.Limits.MaxRequestLineSize = RequestLineBytesMax;
        server.Limits.MaxRequestHeadersTotalSize = HeaderBytesMax;
        server.Limits.MaxRequestHeaderCount = HeadersMax;
        server.Limits.RequestHeadersTimeout = HeadersWithin;
        server.Limits.MinRequestBodyDataRate = new MinDataRate(BodyBytesPerSecondMin, BodyGrace);
    }
}
