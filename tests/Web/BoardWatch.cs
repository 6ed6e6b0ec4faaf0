using System.Text.Json.Nodes;

namespace GridActors.Tests.Web;

/// <summary>A board: connects, watches, checks that pushes are numbered without a gap, and keeps everything it heard.</summary>
public sealed class BoardWatch : PushWatch
{
    private BoardWatch(ServedDistrict served) : base(served, "/hubs/board") { }

    public Dictionary<string, JsonNode> Cards { get; } = [];

    public List<JsonNode> Escalations { get; } = [];

    public int Tails { get; private set; }

    public static async Task<BoardWatch> Open(ServedDistrict served, string realm = "live", string area = "district", string? epoch = null, string? cursor = null)
    {
        var board = new BoardWatch(served);
        await board.Connect();
        await board.Watch(realm, area, epoch, cursor);
        return board;
    }

    public Task Watch(string realm, string area, string? epoch, string? cursor) => Begin("Watch", realm, area, epoch, cursor);

    /// <summary>Takes in pushes until the condition holds.</summary>
    public async Task Until(Func<BoardWatch, bool> condition)
    {
        while (!condition(this)) await Next();
    }

    protected override void Take(Heard next)
    {
        if (next.Kind == "Heartbeat") return;
        if (next.Kind == "Snapshot")
        {
            Cards.Clear();
            Escalations.Clear();
        }
        else if ((bool)next.Push["tail"]!) Tails++;
        foreach (var card in next.Push["cards"]!.AsArray()) Cards[(string)card!["caseId"]!] = card;
        if (next.Kind == "Changes")
        {
            foreach (var gone in next.Push["gone"]!.AsArray()) Cards.Remove((string)gone!["caseId"]!);
        }
        Escalations.AddRange(next.Push["escalations"]!.AsArray()!);
    }
}
