using System.Text.Json.Nodes;

namespace GridActors.Tests.Web;

/// <summary>A phone in the field: connects, watches one inbox, and keeps what it shows.</summary>
public sealed class InboxWatch : PushWatch
{
    private InboxWatch(ServedDistrict served) : base(served, "/hubs/field") { }

    public Dictionary<string, JsonNode> Tasks { get; } = [];

    public List<JsonNode> Gone { get; } = [];

    public JsonNode Duty { get; private set; } = null!;

    /// <summary>Everything it was pushed, as text.</summary>
    public List<string> Texts { get; } = [];

    public static async Task<InboxWatch> Open(ServedDistrict served, string responder, string realm = FieldDistrict.Realm, string? epoch = null, string? cursor = null)
    {
        var phone = new InboxWatch(served);
        await phone.Connect();
        await phone.Watch(realm, responder, epoch, cursor);
        return phone;
    }

    public Task Watch(string realm, string responder, string? epoch, string? cursor) => Begin("Inbox", realm, responder, epoch, cursor);

    /// <summary>Takes in pushes until the condition holds.</summary>
    public async Task Until(Func<InboxWatch, bool> condition)
    {
        while (!condition(this)) await Next();
    }

    protected override void Take(Heard next)
    {
        Texts.Add(next.Push.ToJsonString());
        if (next.Kind == "Heartbeat") return;
        if (next.Kind == "Snapshot") Tasks.Clear();
        if (next.Push["duty"] is { } duty) Duty = duty;
        if (next.Kind == "Changes")
        {
            Gone.AddRange(next.Push["gone"]!.AsArray()!);
            foreach (var gone in next.Push["gone"]!.AsArray()) Tasks.Remove((string)gone!["taskId"]!);
        }
        foreach (var task in next.Push["tasks"]!.AsArray()) Tasks[(string)task!["taskId"]!] = task;
    }
}
