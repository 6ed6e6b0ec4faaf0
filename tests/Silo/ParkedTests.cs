using GridActors.Disputes;
using GridActors.Following;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;
using GridActors.Tests.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace GridActors.Tests.Silo;

public sealed class ParkedTests
{
    [Fact]
    public async Task A_poisoned_follow_up_is_set_aside_is_visible_holds_up_only_its_own_target_and_can_be_tried_again()
    {
        await using var district = await Start();
        var (door, demo) = (district.Get<DeafDoor>(), district.InstanceOf("demo"));
        var (poisoned, healthy) = TwoCells(district);
        door.Deaf = CellOf(poisoned);

        await district.Report("demo", "POISONED00000001", poisoned);
        await district.Report("demo", "POISONED00000002", poisoned);
        await district.Report("demo", "HEALTHY000000001", healthy);
        await district.NamesOf(district.Case("demo", "HEALTHY000000001"), names => names.Contains("dispute-assigned"));
        await district.Quiet("demo");

        Assert.Equal(2, district.Realms.StatusOf(demo).Parked);
        Assert.Equal(["dispute-reported"], await district.NamesSoFar(district.Case("demo", "POISONED00000001")));
        Assert.Equal(0, await district.Realms.RetryParked(demo, sealedToo: false));
        Assert.Equal(2, district.Realms.StatusOf(demo).Parked);

        door.Deaf = "";
        Assert.Equal(2, await district.Realms.RetryParked(demo, sealedToo: false));

        Assert.Equal(0, district.Realms.StatusOf(demo).Parked);
        foreach (var one in (string[])["POISONED00000001", "POISONED00000002"]) await district.NamesOf(district.Case("demo", one), names => names.Contains("dispute-assigned"));
        var placed = (await district.Entries("demo")).Where(entry => entry.Name == "case-placed").Select(entry => ((GridActors.Cells.CasePlaced)EventCodec.Decode(entry)).CaseId);
        Assert.Equal(["HEALTHY000000001", "POISONED00000001", "POISONED00000002"], placed);
        await district.Report("demo", "HEALTHY000000002", poisoned);
        await district.NamesOf(district.Case("demo", "HEALTHY000000002"), names => names.Contains("dispute-assigned"));
    }

    [Fact]
    public async Task A_restart_with_one_parked_follow_up_tries_that_one_and_nothing_else()
    {
        var folder = Directory.CreateTempSubdirectory("district-").FullName;
        try
        {
            string deaf;
            await using (var before = await Start(folder))
            {
                var (poisoned, healthy) = TwoCells(before);
                before.Get<DeafDoor>().Deaf = deaf = CellOf(poisoned);
                await before.Report("demo", "POISONED00000001", poisoned);
                for (var i = 0; i < 40; i++) await before.Report("demo", $"HEALTHY0000000{i:D2}", healthy);
                await before.Quiet("demo");
                Assert.Equal(1, before.Realms.StatusOf(before.InstanceOf("demo")).Parked);
            }

            await using (var still = await Start(folder, deaf))
            {
                await still.Quiet("demo");
                Assert.Equal(1, still.Realms.StatusOf(still.InstanceOf("demo")).Parked);
                await DistrictHost.Until(() => !still.Get<DeafDoor>().Sent.IsEmpty, "what was set aside is not tried again");
                Assert.All(still.Get<DeafDoor>().Sent, sent => Assert.Equal(deaf, sent.Target.Name));
            }

            await using var healed = await Start(folder);
            await healed.NamesOf(healed.Case("demo", "POISONED00000001"), names => names.Contains("dispute-assigned"));
            await DistrictHost.Until(() => healed.Realms.StatusOf(healed.InstanceOf("demo")).Parked == 0, "it is still set aside");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_deadline_that_its_case_will_not_take_is_set_aside_and_others_still_fire()
    {
        await using var district = await DistrictHost.Start(with: options => options with { DemoRate = 0 }, services: AddDoor);
        var demo = district.InstanceOf("demo");
        await district.Report("demo", "POISONED00000001", AreaId.District.Unlocated);
        await district.Report("demo", "HEALTHY000000001", AreaId.District.Unlocated);
        district.Get<DeafDoor>().Deaf = district.Case("demo", "POISONED00000001").Name;

        await district.Realms.Step(demo);

        Assert.Equal("dispute-alarmed", (await district.NamesSoFar(district.Case("demo", "HEALTHY000000001")))[^1]);
        Assert.Equal(1, district.Realms.StatusOf(demo).Parked);

        var tried = district.Realms.Find("demo")!.Now;
        await district.Realms.SetClock(demo, rate: 3_600, paused: false);
        await DistrictHost.Until(() => district.Realms.Find("demo")!.Now > tried.AddMinutes(1), "what is set aside holds the clock");
        var mended = (await district.Realms.SetClock(demo, rate: null, paused: true)).Now;
        district.Get<DeafDoor>().Deaf = "";
        Assert.Equal(1, await district.Realms.RetryParked(demo, sealedToo: false));
        await district.Realms.Step(demo);
        var alarmed = (await district.Entries("demo")).Last(entry => entry.Stream == district.Case("demo", "POISONED00000001"));
        Assert.True(alarmed.At >= mended, "it happened when it was taken up, not when it was due");
        Assert.Equal(["dispute-reported", "dispute-alarmed"], await district.NamesSoFar(district.Case("demo", "POISONED00000001")));
        Assert.Equal(0, district.Realms.StatusOf(demo).Parked);
    }

    [Fact]
    public async Task While_the_store_is_away_nothing_is_set_aside_and_all_is_carried_out_when_it_is_back()
    {
        await using var district = await Start();
        var (door, demo, place) = (district.Get<DeafDoor>(), district.InstanceOf("demo"), district.Building("demo", 0));
        door.Held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await new GrainDoor(district.Get<IGrainFactory>()).Send(
            district.Case("demo", "CASE000000000001"), new() { Id = district.Get<IRealmSecrets>().KeysOf(demo).PersonsCommand("", "test", "first") },
            new ReportDispute(Category.Hazard, null, place, "row"));
        await using (await LockedJournal.Of(district.Folder, demo))
        {
            door.Held.SetResult();
            await DistrictHost.Until(() => door.Sent.Count(sent => sent.Target.Name == CellOf(place)) > 2, "the follow-up is not tried again");
        }
        await district.NamesOf(district.Case("demo", "CASE000000000001"), names => names.Contains("dispute-assigned"));
        await district.Quiet("demo");
        Assert.Equal(0, district.Realms.StatusOf(demo).Parked);
    }

    [Fact]
    public async Task An_entry_that_this_build_cannot_read_holds_up_nobody()
    {
        var folder = Directory.CreateTempSubdirectory("district-").FullName;
        try
        {
            await using (var newer = await Start(folder))
            {
                var at = newer.Realms.Find("demo")!.Now;
                await newer.Journal.Append(new()
                {
                    Stream = newer.Case("demo", "FUTURE0000000001"),
                    ExpectedVersion = 0,
                    At = at,
                    Cause = "",
                    TieRank = TieRank.Act,
                    Command = newer.Get<IRealmSecrets>().KeysOf("demo-0001").PersonsCommand("", "test", "future"),
                    Events = [new("from-the-future", 1, "{}", new object())],
                });
                await newer.Report("demo", "HEALTHY000000001", newer.Building("demo", 0));
                await newer.Quiet("demo");
            }
            await using var older = await Start(folder);
            await using var follower = SecondFollower.After(older, "demo-0001", Partition.Open, 0);
            await follower.Start();
            await DistrictHost.Until(() => follower.IsQuiet, "the follower stops at what it cannot read");
            Assert.Equal(1, follower.Parked);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<DistrictHost> Start(string? folder = null, string deaf = "") => DistrictHost.Start(folder, services: services =>
    {
        AddDoor(services);
        services.AddSingleton<IStreamDoor>(provider =>
        {
            var door = provider.GetRequiredService<DeafDoor>();
            door.Deaf = deaf;
            return door;
        });
    });

    private static void AddDoor(IServiceCollection services)
    {
        services.AddSingleton<DeafDoor>();
        services.AddSingleton<IStreamDoor>(provider => provider.GetRequiredService<DeafDoor>());
    }

    private static string CellOf(AreaId building) => $"cell/{building.At(AreaLevel.Cell)}";

    private static (AreaId, AreaId) TwoCells(DistrictHost district)
    {
        var first = district.Building("demo", 0);
        return (first, Enumerable.Range(1, 1_999).Select(i => district.Building("demo", i)).First(other => other.At(AreaLevel.Cell) != first.At(AreaLevel.Cell)));
    }
}
