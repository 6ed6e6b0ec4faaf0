using System.Text.Json;
using CsCheck;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.OpsWeb.Board;
using GridActors.Places;
using GridActors.Rules;
using GridActors.Tests.Rules.Disputes;

namespace GridActors.Tests.Web;

/// <summary>The board as a pure fold: its sums, its tail and its checkpoint against the same history.</summary>
public sealed class DistrictBoardTests
{
    private static readonly DateTimeOffset Morning = new(2031, 5, 6, 1, 0, 0, TimeSpan.Zero);
    private static readonly RuleRef Rule = new("r", 1);
    private static readonly AreaId[] Areas =
    [
        new("440306018012-017-0042"), new("440306018012-017-0043"), new("440306018012-017"), new("440306018013-001-0001"), new("440306001001-001-0001"), AreaId.Airport,
        AreaId.District.Unlocated,
    ];

    /// <summary>A day of cases: each number says what happens to which case next.</summary>
    private static readonly Gen<int[]> Days = Gen.Int[0, 999].Array[1, 120];

    [Fact]
    public void Every_level_is_the_sum_of_its_children_and_of_the_cards_in_it() => Days.Sample(day =>
    {
        var board = Folded(History(day));
        var all = board.CardsIn(AreaId.District).ToList();
        var snapshot = BoardSnapshot.Of(board, AreaId.District);
        Assert.Equal(all.Count, snapshot.Counters.Sum(counter => counter.Open));
        Assert.Equal(all.Count(card => card.State == CardState.Waiting), snapshot.Counters.Sum(counter => counter.Waiting));
        Assert.Equal(all.Count, snapshot.Tiles.Sum(tile => tile.Open.Sum()));
        foreach (var counter in snapshot.Counters.Where(counter => counter.Area.Level == AreaLevel.Street))
        {
            var street = BoardSnapshot.Of(board, counter.Area);
            Assert.Equal(counter.Open, street.Counters.Sum(child => child.Open));
            Assert.Equal(counter.Received, street.Counters.Sum(child => child.Received));
            Assert.Equal(counter.Open, all.Count(card => card.Area.IsIn(counter.Area)));
        }
        foreach (var counter in snapshot.Counters) Assert.Equal(counter.Received, counter.Open + counter.Settled + counter.Closed + counter.Withdrawn + counter.Refused);
    });

    [Fact]
    public void A_tail_brings_whoever_was_away_to_the_same_board() => Days.Sample(day =>
    {
        var history = History(day);
        var away = history.Count / 2;
        var then = Folded(history.Take(away));
        var held = then.CardsIn(AreaId.District).ToDictionary(card => card.CaseId);
        var now = Folded(history);
        var tail = now.Since(then.Marks)!.In(AreaId.District, now, allCounters: true);
        foreach (var card in tail.Cards) held[card.CaseId] = card;
        foreach (var gone in tail.Gone) held.Remove(gone.CaseId);
        Assert.Equal(Json(now.CardsIn(AreaId.District).OrderBy(card => card.CaseId)), Json(held.Values.OrderBy(card => card.CaseId)));
        Assert.Null(now.Since([new(Partition.Open, history.Count + 1, 0xff)]));
        if (away > 0) Assert.Null(now.Since([new(Partition.Open, away, 0xfe)]));
    });

    [Fact]
    public void A_board_from_its_checkpoint_is_the_board_that_was_set_aside() => Days.Sample(day =>
    {
        var history = History(day);
        var half = Folded(history.Take(history.Count / 2));
        var stored = JsonSerializer.Deserialize<StoredBoard>(JsonSerializer.Serialize(half.ToStored("epoch"), StoredBoard.Json), StoredBoard.Json)!;
        var restored = DistrictBoard.From(stored);
        foreach (var entry in history.Skip(history.Count / 2)) restored.Apply(entry);
        Assert.Equal(State(Folded(history)), State(restored));
    });

    [Fact]
    public void A_new_day_counts_from_zero_and_an_hour_later_an_escalation_is_no_longer_of_the_last_hour()
    {
        var board = Folded(History([0, 1, 2]));
        Assert.Equal(3, Received(board));
        board.Advance(Morning.AddDays(1));
        Assert.Equal(0, Received(board));

        static int Received(DistrictBoard board) => board.ChildrenOf(AreaId.District).Sum(child => child.Counter().Received);
    }

    [Fact]
    public void A_settled_case_that_is_reopened_comes_back_from_its_stream()
    {
        var stream = StreamId.Of("live", Partition.Open, "dispute", "CASE000000000001");
        DisputeEvent[] events =
        [
            Reported(0, Areas[0]), new DisputeAcknowledged(new("operator"), Tier.Cell, Morning.AddHours(9), Rule) { At = Morning },
            new DisputeSettled(new("operator"), "row", null) { At = Morning }, new DisputeReopened(new("operator"), "row", Tier.Cell, Morning.AddHours(1), Rule, Areas[0].Parent) { At = Morning },
        ];
        var entries = BoardEntries.Of(stream, events);
        var board = Folded(entries.Take(3));
        Assert.Equal(0, board.Cases);
        Assert.True(board.NeedsRecall(entries[3]));
        board.Apply(entries[3], DisputeCardFold.Of(entries.Take(3)));
        Assert.Equal((1, 0), (board.Cases, board.ChildrenOf(AreaId.District).Sum(child => child.Counter().Settled)));
    }

    private static List<JournalEntry> History(int[] day)
    {
        var versions = new List<(AreaId Area, int Version, bool Open)>();
        var history = new List<JournalEntry>();
        foreach (var draw in day)
        {
            var at = Morning.AddSeconds(history.Count);
            var n = draw % 7 < 3 || versions.Count == 0 ? versions.Count : draw % versions.Count;
            if (n == versions.Count) versions.Add((Areas[draw % Areas.Length], 0, true));
            var (area, version, open) = versions[n];
            if (!open) continue;
            DisputeEvent happened = version == 0 ? Reported(draw, area) with { At = at } : (draw % 5) switch
            {
                0 => new DisputeNoted(new("operator"), "row") { At = at },
                1 => new DisputeAcknowledged(new("operator"), Tier.Cell, at.AddHours(4), Rule) { At = at },
                2 => new DisputeEscalated(Tier.Cell, Tier.Community, EscalationReason.Unacknowledged, Rule, new(5), at.AddMinutes(5), at, null, null, null) { At = at },
                3 => new DisputeClosed(new("operator"), CloseReason.Duplicate, null) { At = at },
                _ => new DisputeTriaged(new("operator"), Areas[draw % Areas.Length], Category.Other, Severity.Orange, Tier.Cell, "row", at.AddMinutes(15), Rule, area, null) { At = at },
            };
            versions[n] = (happened is DisputeTriaged moved ? moved.Area : area, version + 1, happened is not DisputeClosed);
            history.Add(BoardEntries.Of(StreamId.Of("live", Partition.Open, "dispute", $"CASE{n:000000000000}"), history.Count + 1, version + 1, happened, at));
        }
        return history;
    }

    private static DisputeReported Reported(int draw, AreaId area) =>
        new(Category.Hazard, (Severity)(draw % 4), area, Tier.Cell, "row", Morning.AddMinutes(5), Rule, null) { At = Morning };

    private static DistrictBoard Folded(IEnumerable<JournalEntry> history)
    {
        var board = new DistrictBoard("live", BoardScope.Open);
        foreach (var entry in history) board.Apply(entry);
        return board;
    }

    private static string State(DistrictBoard board)
    {
        var snapshot = BoardSnapshot.Of(board, AreaId.District);
        return Json(new
        {
            snapshot.Cards,
            snapshot.Escalations,
            Tiles = snapshot.Tiles.OrderBy(tile => tile.Area),
            Counters = snapshot.Counters.Where(counter => counter.Received > 0 || counter.Open > 0).OrderBy(counter => counter.Area),
            board.Marks,
            board.EverReported,
        });
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, PushBodies.Json);
}
