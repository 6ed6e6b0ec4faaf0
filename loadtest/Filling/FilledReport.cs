using System.Globalization;
using System.Text;
using System.Text.Json;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.LoadTest.Workloads;
using GridActors.Places;
using GridActors.Rules;
using GridActors.Silo.Vault;

namespace GridActors.LoadTest.Filling;

/// <summary>A report as the door for reports writes it: a case of its own, its text under the case's own key, two look-ups. Disposing it forgets the key.</summary>
internal sealed class FilledReport : IDisposable
{
    private const string Route = "POST /api/reports";

    private readonly OpenedDistrict district;
    private readonly string key;
    private readonly CaseSeal seal;

    /// <param name="number">Equal (seed, number) give an equal report; each only once in a district.</param>
    public FilledReport(OpenedDistrict district, int seed, long number)
    {
        this.district = district;
        key = string.Create(CultureInfo.InvariantCulture, $"filled-{seed}-{number}");
        var keys = district.Keys;
        var building = district.Registry.IdAt(AreaLevel.Building, new Random(CommandKeys.Mixed(seed + 1, number)).Next(district.Registry.Buildings.Count));
        var body = ReportBodies.One(building.Code, number, seed);
        var caseId = keys.CaseId("", key);
        var command = keys.PersonsCommand("", Route, key);
        var row = keys.VaultRowId(command, 0);
        seal = district.Vault.NewCase(district.Instance, caseId);
        Case = StreamId.Of(district.Instance, Partition.Open, DisputeStream.Kind, caseId);
        Command = new(
            Coded<Category>(body.Category), body.Severity is { } severity ? Coded<Severity>(severity) : null, building, row)
        { At = district.LastAt };
        Act = new(command, district.LastAt)
        {
            Body = keys.Body(Encoding.UTF8.GetBytes(key)),
            Vault = new(
                [seal.Row(row, ReportText.Field, new ReportText(body.Text, body.Reporter?.Name, body.Reporter?.Phone).ToJson())], [seal.Key],
                [new(Lookup.Report, keys.ReportHash("", key), caseId, Partition.Open), new(Lookup.Receipt, keys.ReceiptHash(keys.Receipt('D', caseId)), caseId, Partition.Open)]),
        };
    }

    /// <summary>The stream of the case.</summary>
    public StreamId Case { get; }

    public ReportDispute Command { get; }

    public Act Act { get; }

    /// <summary>A person's later act on the case, with a text of its own in the vault; <paramref name="row"/> is that text's id.</summary>
    public Act Later(string name, string field, string text, out string row)
    {
        var command = district.Keys.PersonsCommand("", name, key);
        row = district.Keys.VaultRowId(command, 0);
        return new(command, district.LastAt) { Vault = new([seal.Row(row, field, text)], [], []) };
    }

    public Act Later(string name) => new(district.Keys.PersonsCommand("", name, key), district.LastAt);

    public void Dispose() => seal.Dispose();

    private static T Coded<T>(string code) => JsonSerializer.Deserialize<T>(JsonSerializer.SerializeToUtf8Bytes(code), EventCodec.Json)!;
}
