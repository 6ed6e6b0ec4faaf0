using GridActors.Journal;

namespace GridActors.Tests.Faults;

/// <summary>The checkers are checked: what is planted is found, and nothing else.</summary>
public sealed class JournalChecksTests
{
    private const string Case = "dispute/CASE000000000001", Other = "dispute/CASE000000000002";

    private static readonly DateTimeOffset Noon = new(2031, 5, 6, 4, 0, 0, TimeSpan.Zero);

    private static readonly Sent[] Story =
    [
        Told("report", Case, 1, from: 10, to: 20, version: null), Told("report", Other, 2, from: 15, to: 25, version: null), Told("note", Case, 3, from: 30, to: 40, version: 2),
        Told("acknowledge", Other, 4, from: 50, to: 60, version: 2),
    ];

    private static readonly JournalEntry[] Rows = [Row(1, Case, 1, 1), Row(2, Other, 1, 2), Row(3, Case, 2, 3), Row(4, Other, 2, 4)];

    [Fact]
    public void Nothing_is_found_in_a_true_story() => Assert.True(Found(Story, Rows).IsEmpty);

    [Fact]
    public void What_may_or_may_not_have_happened_is_nothing_wrong_either_way()
    {
        Sent[] unsure = [.. Story[..3], Story[3] with { Outcome = Outcome.Unknown, AcknowledgedAt = long.MaxValue, Version = null }];
        Assert.True(Found(unsure, Rows).IsEmpty);
        Assert.True(Found(unsure, Rows[..3]).IsEmpty);
    }

    [Fact]
    public void An_acknowledged_entry_that_is_gone_is_lost() => Assert.Equal(1, Found(Story, Rows[..3])[Wrong.Lost]);

    [Fact]
    public void A_command_executed_a_second_time_is_found() => Assert.Equal(1, Found(Story, [.. Rows, Row(5, Case, 3, 3)])[Wrong.Duplicated]);

    [Fact]
    public void A_case_that_was_opened_twice_is_found() => Assert.Equal(1, Found([.. Story, Told("report", Case, 9, 70, 80, null)], [.. Rows, Row(5, Case, 3, 9) with { Name = "dispute-reported" }])[Wrong.Duplicated]);

    [Fact]
    public void An_act_that_nobody_sent_is_a_phantom() => Assert.Equal(1, Found(Story, [.. Rows, Row(5, Case, 3, 77)])[Wrong.Phantom]);

    [Fact]
    public void A_follow_up_or_a_deadline_is_no_phantom() =>
        Assert.True(Found(Story, [.. Rows, Row(5, Case, 3, 77) with { Cause = $"{Case}@1" }, Row(6, Case, 4, 78) with { TieRank = TieRank.Deadline }]).IsEmpty);

    [Fact]
    public void A_deadline_that_fired_twice_is_found()
    {
        var fired = Row(5, Case, 3, 77) with { TieRank = TieRank.Deadline, Cause = $"{Case}@1", Name = "dispute-escalated" };
        Assert.True(Found(Story, [.. Rows, fired]).IsEmpty);
        Assert.Equal(1, Found(Story, [.. Rows, fired, fired with { Position = 6, Version = 4, Command = new(78) }])[Wrong.Duplicated]);
    }

    [Fact]
    public void A_refused_command_that_stands_in_the_journal_is_found() =>
        Assert.Equal(1, Found([.. Story[..3], Story[3] with { Outcome = Outcome.Refused, AcknowledgedAt = long.MaxValue }], Rows)[Wrong.RefusedYetPresent]);

    [Fact]
    public void A_later_act_that_stands_before_an_earlier_one_is_found()
    {
        JournalEntry[] swapped = [Rows[0], Rows[1], Rows[3] with { Position = 3 }, Rows[2] with { Position = 4 }];
        Assert.Equal(1, Found(Story, swapped)[Wrong.Reordered]);
        JournalEntry[] atOnce = [Rows[1] with { Position = 1 }, Rows[0] with { Position = 2 }, .. Rows[2..]]; // both were on their way at once
        Assert.True(Found(Story, atOnce).IsEmpty);
    }

    [Fact]
    public void Versions_out_of_order_are_found() => Assert.NotEqual(0, Found(Story, [Rows[0] with { Version = 2 }, Rows[1], Rows[2] with { Version = 1 }, Rows[3]])[Wrong.Reordered]);

    [Fact]
    public void A_missing_position_is_found() => Assert.Equal(1, Found(Story, [.. Rows[..3], Rows[3] with { Position = 5 }])[Wrong.Gap]);

    [Fact]
    public void An_answer_that_changed_when_the_same_was_sent_again_is_found() => Assert.Equal(1, Found([Story[0] with { Divergent = true }, .. Story[1..]], Rows)[Wrong.Divergent]);

    [Fact]
    public void An_answer_that_named_another_version_than_the_journals_is_found() => Assert.Equal(1, Found([.. Story[..3], Story[3] with { Version = 7 }], Rows)[Wrong.Divergent]);

    [Fact]
    public void An_operation_knows_what_its_client_heard()
    {
        var operation = new Operation(1, "report", "key", null, "{}", null);
        Assert.Equal(Outcome.Unknown, operation.Outcome);
        operation.Note(new(1, 2, 503, null, null, null));
        Assert.Equal(Outcome.Unknown, operation.Outcome);
        operation.Note(new(3, 4, 409, null, null, null));
        Assert.Equal(Outcome.Refused, operation.Outcome);
        operation.Note(new(5, 6, 201, "CASE", "L1", null));
        operation.Note(new(7, 8, null, null, null, null));
        Assert.Equal(Outcome.Acknowledged, operation.Outcome);
    }

    private static Findings Found(Sent[] sent, JournalEntry[] open) => JournalChecks.Run(sent, open, []);

    private static Sent Told(string act, string stream, int command, long from, long to, int? version) =>
        new(act, stream, new CommandId((UInt128)command).ToString(), Outcome.Acknowledged, from, to, version, Divergent: false);

    private static JournalEntry Row(long position, string stream, int version, int command) => new()
    {
        Stream = new("live", Partition.Open, stream),
        Position = position,
        Version = version,
        Ordinal = 0,
        At = Noon,
        RecordedAt = Noon,
        Command = new((UInt128)command),
        Cause = "",
        TieRank = TieRank.Act,
        Name = version == 1 ? "dispute-reported" : "dispute-noted",
        NameVersion = 1,
        Payload = "{}",
        Hash = new byte[32],
    };
}
