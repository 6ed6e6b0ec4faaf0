namespace GridActors.OpsWeb.Field;

/// <summary>What phones in the field are served with.</summary>
internal static class FieldHosting
{
    /// <summary>After the boards: an inbox is a part of one.</summary>
    public static IServiceCollection AddField(this IServiceCollection services) =>
        services.AddSingleton<TakenOver>().AddHostedService(provider => provider.GetRequiredService<TakenOver>())
            .AddSingleton<TaskDoor>().AddSingleton<TaskWords>().AddSingleton<TaskActs>().AddSingleton<TaskPages>().AddSingleton<FieldPages>();

    public static void MapField(this IEndpointRouteBuilder routes)
    {
        routes.MapHub<FieldHub>("/hubs/field");
        routes.MapTasks();
        routes.MapPhotos();
        routes.MapFieldPages();
        routes.MapVisits();
        routes.MapCellDuty();
    }
}
