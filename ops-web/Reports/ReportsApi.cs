using GridActors.Disputes;
using GridActors.Journal;
using GridActors.OpsWeb.Board;
using GridActors.OpsWeb.Http;
using GridActors.Places;
using GridActors.Rules;
using GridActors.Silo.Vault;
using Microsoft.AspNetCore.Mvc;

namespace GridActors.OpsWeb.Reports;

/// <summary>The door for reports: one row, its text in the vault, and a receipt, all in one transaction.</summary>
internal static class ReportsApi
{
    private const string Route = "POST /api/reports";

    /// <summary>Bytes of a report's body.</summary>
    private const int BodyBytesMax = 64 * 1024;

    public static void MapReports(this IEndpointRouteBuilder routes) => routes.MapPost("/api/reports", Report)
        .Accepts<ReportBody>("application/json").Produces<ReportAnswer>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity).WithSummary("Report a quarrel, hazard or request; the same Idempotency-Key is the same report");

    private static async Task<IResult> Report(
        HttpContext http, IGrainFactory grains, IRealmSecrets secrets, IRealmPlaces places, IVault vault, BoardScope scope, Intake intake, [FromServices] NewDisputeDoor? newDisputeDoor = null)
    {
        var realm = http.Realm();
        var key = IdempotencyKey.Of(http);
        var body = await http.ReadBody<ReportBody>(BodyBytesMax);
        var report = Checked(body.Value);
        var area = ReportPlace.AreaOf(report.Place, places.RegistryOf(realm.Instance));

        // violence goes to the sealed partition from its first row
        var isViolence = report.Category == Category.FamilyViolence;
        var partition = isViolence ? Partition.Sealed : Partition.Open;
        var keys = secrets.KeysOf(realm.Instance);
        var caseId = keys.CaseId("", key);
        var receipt = keys.Receipt(RealmKindCodes.TryParse(realm.Kind, out var kind) ? kind.Letter() : 'X', caseId);
        var command = keys.PersonsCommand("", Route, key);
        var row = keys.VaultRowId(command, 0);
        var stream = StreamId.Of(realm.Instance, partition, DisputeStream.Kind, caseId);
        var envelope = new CommandEnvelope
        {
            Id = command,
            Body = body.Hash(keys),
            Vault = Sealed(vault, realm.Instance, caseId, row, report) with
            {
                Lookups =
                [
                    new(Lookup.Report, keys.ReportHash("", key), caseId, partition), new(Lookup.Receipt, keys.ReceiptHash(receipt), caseId, partition),
                ],
            },
            ExpectNew = true,
        };
        intake.Enter();
        Answer<DisputeRefusal> answer;
        try
        {
            var reported = new ReportDispute(report.Category, report.Severity, area, row);
            answer = (newDisputeDoor is null ? null : await newDisputeDoor.TryOpen(stream, envelope, reported))
                ?? await GrainsByKey<IDisputeGrain>.Of(grains, stream.GrainKey).Handle(envelope, reported);
        }
        finally
        {
            intake.Leave();
        }

        return answer.Kind == AnswerKind.OtherBody
            ? Problem.OtherBody
            : JsonShapes.Answer(
                new ReportAnswer(caseId, receipt, isViolence ? EmergencyNumber.All : null, !isViolence ? null : scope.SeesSealed ? "open" : "closed"), StatusCodes.Status201Created);
    }

    private static VaultWrites Sealed(IVault vault, string instance, string caseId, string row, ReportBody report)
    {
        using var seal = vault.NewCase(instance, caseId);
        var text = new ReportText(
            report.Text, report.Reporter?.Name, report.Reporter?.Phone, report.Place.Address, report.Place.Position is [var lon, var lat] ? new LonLat(lon, lat) : null);
        return new([seal.Row(row, ReportText.Field, text.ToJson())], [seal.Key], []);
    }

    private static ReportBody Checked(ReportBody report)
    {
        PlainText.Checked(report.Text, "/text", PlainText.TextMax, lines: true);
        PlainText.Optional(report.Reporter?.Name, "/reporter/name", PlainText.NameMax);
        PlainText.Optional(report.Reporter?.Phone, "/reporter/phone", PlainText.PhoneMax);
        return report;
    }
}
