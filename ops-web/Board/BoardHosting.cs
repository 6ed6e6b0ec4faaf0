using GridActors.Buildings;
using GridActors.Silo.Folder;
using Microsoft.AspNetCore.SignalR;

namespace GridActors.OpsWeb.Board;

/// <summary>The boards of a web process.</summary>
internal static class BoardHosting
{
    /// <summary>Bytes of one message from a client.</summary>
    private const int MessageBytesMax = 32 * 1024;

    /// <summary>Before the district itself: its grains ask the board what is open in a building.</summary>
    public static WebApplicationBuilder AddBoardView(this WebApplicationBuilder builder, BoardScope scope)
    {
        builder.Services.AddSingleton(scope);
        builder.Services.AddSingleton(provider => CursorKey.Open(provider.GetRequiredService<DataFolder>()));
        builder.Services.AddSingleton<BoardFeeds>();
        builder.Services.AddSingleton<IDistrictView>(provider => provider.GetRequiredService<BoardFeeds>());
        return builder;
    }

    /// <summary>After the district: a board follows realms that are open.</summary>
    public static WebApplicationBuilder AddBoard(this WebApplicationBuilder builder)
    {
        builder.Services.AddHostedService(provider => provider.GetRequiredService<BoardFeeds>());
        builder.Services.AddSignalR(hubs =>
        {
            hubs.MaximumReceiveMessageSize = MessageBytesMax;
            hubs.EnableDetailedErrors = false;
            hubs.AddFilter(new CallBucket(TimeProvider.System));
        });
        return builder;
    }

    public static void MapBoard(this IEndpointRouteBuilder routes) => routes.MapHub<BoardHub>("/hubs/board");
}
