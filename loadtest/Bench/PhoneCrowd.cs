using System.Collections.Concurrent;
using GridActors.LoadTest.Workloads;

namespace GridActors.LoadTest.Bench;

/// <summary>Many phones of one process, each with its inbox.</summary>
internal sealed class PhoneCrowd : IAsyncDisposable
{
    /// <summary>Phones that connect side by side.</summary>
    private const int AtOnceMax = 64;

    private readonly ConcurrentBag<FieldClient> phones = [];

    /// <summary>Called with every push of every phone.</summary>
    public Action<string, FieldPush> Pushed { get; set; } = static (_, _) => { };

    public int Count => phones.Count(phone => phone.IsConnected);

    public long Gaps => phones.Sum(phone => phone.Gaps);

    /// <summary>Opens the inbox of each responder; returns when all have had their snapshot.</summary>
    public static async Task<PhoneCrowd> Open(OpsWeb service, IReadOnlyList<string> responders, CancellationToken cancel)
    {
        var crowd = new PhoneCrowd();
        try
        {
            await Parallel.ForEachAsync(responders, new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = cancel }, async (responder, ended) =>
            {
                var phone = new FieldClient(service.Program.Address);
                crowd.phones.Add(phone);
                phone.Pushed = push => crowd.Pushed(responder, push);
                await phone.Connect(ended);
                await phone.Inbox(OpsWeb.Realm, responder, ended);
                await phone.FirstSnapshot.WaitAsync(ended);
            });
            return crowd;
        }
        catch
        {
            await crowd.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await Parallel.ForEachAsync(phones, async (phone, _) => await phone.DisposeAsync());
}
