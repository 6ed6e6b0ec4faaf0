using System.Net;

namespace GridActors.Tests.Faults;

/// <summary>F14, F15: the answer is lost after the commit, and the same is sent again: the same answer, executed once.</summary>
[Collection(nameof(FaultTrials))]
public sealed class ReplyLostTests
{
    public static TheoryData<string> Stores => TrialStores.BothInLongForm;

    [Theory, MemberData(nameof(Stores))]
    public async Task An_answer_lost_on_its_way_is_answered_the_same_when_asked_again(string store)
    {
        await using var district = await DistrictUnderTrial.Start(await TrialStores.New(store), seed: 116);
        await using var proxy = new LosingProxy(() => new(IPAddress.Loopback, district.Service.Http.BaseAddress!.Port), seed: 116) { LosesOneIn = 8 };
        district.Address = new($"http://127.0.0.1:{proxy.Port}");
        district.Load.Start(FaultTrials.PerSecond);
        await district.Load.Until(more: FaultTrials.Rounds(quick: 400, inLongForm: 10_000));
        await district.Load.Finish();
        var repeated = district.Load.Operations.Count(one => one.Outcome == Outcome.Acknowledged && one.Attempts.Any(attempt => attempt.Status is null));
        Assert.NotEqual(0, repeated);
        district.Figures.Faults = proxy.Lost;
        district.Figures.Note($"{proxy.Lost} answers lost, {repeated} operations asked again");
        proxy.LosesOneIn = 0;
        var found = await district.Check();
        Assert.True(found.IsEmpty, found.ToString());
    }

    [Fact]
    public async Task A_commit_whose_answer_the_service_never_hears_is_found_by_whoever_asks_again()
    {
        await using var store = await PostgresTrialStore.Create();
        await using var proxy = new LosingProxy(() => new(IPAddress.Loopback, store.Port), seed: 119);
        store.PortTold = proxy.Port;
        await using var district = await DistrictUnderTrial.Start(store, seed: 119, ownsStore: false);
        district.Load.Start(FaultTrials.PerSecond);
        await district.Load.Until(more: 50);
        proxy.LosesOneIn = 60;
        await district.Load.Until(more: FaultTrials.Rounds(quick: 250, inLongForm: 5_000));
        proxy.LosesOneIn = 0;
        Assert.NotEqual(0, proxy.Lost);
        district.Figures.Faults = proxy.Lost;
        district.Figures.Note($"{proxy.Lost} answers of the database lost");
        var found = await district.Check();
        Assert.True(found.IsEmpty, found.ToString());
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_crowd_that_sends_everything_several_times_at_once_is_executed_once(string store)
    {
        const int Reports = 60, Times = 5;
        await using var district = await DistrictUnderTrial.Start(await TrialStores.New(store), seed: 117);
        foreach (var restarted in (bool[])[false, true]) // again when no grain remembers: the key of the table decides
        {
            if (restarted) await district.KillAndRestart();
            var reports = Enumerable.Range(0, Reports).Select(n => district.Load.Operations.FirstOrDefault(one => one.Key == Key(n)) ?? district.Load.Report(Key(n), n)).ToList();
            var answers = await Task.WhenAll(reports.SelectMany(one => Enumerable.Range(0, Times).Select(_ => district.Load.SendOnce(one))));
            Assert.All(answers, answer => Assert.Equal(201, answer.Status));
        }
        var found = await district.Check();
        Assert.True(found.IsEmpty, found.ToString());

        static string Key(int n) => $"crowd-{n:D3}-3kd92ms0qwx1zab";
    }
}
