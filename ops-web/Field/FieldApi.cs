using GridActors.OpsWeb.Disputes;
using GridActors.Places;

namespace GridActors.OpsWeb.Field;

/// <summary>What phones in the field ask for.</summary>
internal static class FieldApi
{
    public static void MapFieldPages(this IEndpointRouteBuilder routes)
    {
        var field = routes.MapGroup("/api/field");
        field.MapGet("/people", (HttpContext http, FieldPages pages, string? area, string? q, bool? onDuty, int max = FieldPages.PeopleDefault) => pages.People(http, area, q, onDuty, max))
            .Produces<IReadOnlyList<FieldPerson>>().WithSummary("Invented people of a demo or a drill, for somebody to play");
        field.MapGet("/{responder}", (HttpContext http, FieldPages pages, string responder) => pages.Page(http, responder))
            .Produces<FieldPage>().WithSummary("Somebody's own page: duty, colleagues, places");
        field.MapGet("/{responder}/duty", (HttpContext http, FieldPages pages, string responder, int days = FieldPages.DaysDefault) => pages.Duty(http, responder, days))
            .Produces<IReadOnlyList<DutyStretch>>().WithSummary("Somebody's own duty of the days to come, and nobody else's");
        field.MapGet("/{responder}/team", (HttpContext http, FieldPages pages, string responder) => pages.Team(http, responder))
            .Produces<IReadOnlyList<InboxTask>>().WithSummary("Tasks of colleagues here that nobody has acknowledged");
        routes.MapGet("/api/tasks/{taskId}", (HttpContext http, TaskPages pages, string taskId, string responder) => pages.Page(http, taskId, responder))
            .Produces<TaskPage>().WithSummary("One task and its case's timeline, in codes");
        routes.MapPost("/api/tasks/{taskId}/reveal", (HttpContext http, TaskPages pages, string taskId) => pages.Reveal(http, taskId)).Accepts<TaskRevealBody>("application/json")
            .Produces<Revealed>().WithSummary("The report's text for the task's holder, after writing down who asked and what for");
    }
}
