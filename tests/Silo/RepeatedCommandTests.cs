using GridActors.Disputes;
using GridActors.Journal;

namespace GridActors.Tests.Silo;

public sealed class RepeatedCommandTests
{
    private static readonly Actor Operator = new(Actor.Operator), Other = new(Actor.Operator, Desk: "other");

    [Fact]
    public async Task The_same_command_from_ten_callers_at_once_is_one_row()
    {
        await using var district = await DistrictHost.Start();
        var (stream, place) = (district.Case("live", "CASE000000000001"), district.Building("live", 7));
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => district.Report("live", "CASE000000000001", place)));
        Assert.Equal(9, answers.Count(answer => answer.Kind == AnswerKind.Repeated));
        Assert.Single(answers, answer => answer.Kind == AnswerKind.Done);
        Assert.Equal(["dispute-reported"], await district.NamesSoFar(stream));
    }

    [Fact]
    public async Task The_same_command_through_the_journal_from_ten_writers_at_once_is_accepted_once()
    {
        await using var district = await DistrictHost.Start();
        var request = Note(district, "CASE000000000001", version: 0, "one");
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => district.Journal.Append(request).AsTask()));
        Assert.Single(answers, answer => answer.Outcome == AppendOutcome.Accepted);
        Assert.Equal(9, answers.Count(answer => answer.Outcome == AppendOutcome.Repeated));
    }

    [Fact]
    public async Task A_stale_writer_is_refused_and_a_grain_that_was_overtaken_reads_again_and_goes_on()
    {
        await using var district = await DistrictHost.Start();
        var stream = district.Case("live", "CASE000000000001");
        await district.Report("live", "CASE000000000001", district.Building("live", 7));

        Assert.Equal(AppendOutcome.Accepted, (await district.Journal.Append(Note(district, "CASE000000000001", version: 1, "elsewhere"))).Outcome);
        Assert.Equal(AppendOutcome.Conflict, (await district.Journal.Append(Note(district, "CASE000000000001", version: 1, "too late"))).Outcome);
        Assert.Equal(AnswerKind.Done, (await district.Act(stream, "acknowledge", new AcknowledgeDispute(Operator))).Kind);

        Assert.Equal(["dispute-reported", "dispute-noted", "dispute-acknowledged"], await district.NamesSoFar(stream));
        Assert.Equal(["settle"], (await district.DueOf(stream)).Select(due => due.Kind));
    }

    [Fact]
    public async Task A_resend_is_answered_as_the_first_call_was_however_late_and_however_little_the_grain_remembers()
    {
        await using var district = await DistrictHost.Start();
        var (stream, place) = (district.Case("live", "CASE000000000001"), district.Building("live", 7));
        await district.Report("live", "CASE000000000001", place);
        await district.Act(stream, "acknowledge", new AcknowledgeDispute(Operator));
        Assert.Equal(AnswerKind.NothingNew, (await district.Act(stream, "acknowledge-again", new AcknowledgeDispute(Operator))).Kind);
        for (var note = 0; note < 20; note++) await district.Act(stream, $"note-{note}", new NoteDispute(Operator, "row")); // more than the grain remembers
        await district.Act(stream, "settle", new SettleDispute(Operator, "row"));
        var length = (await district.NamesSoFar(stream)).Length;

        foreach (var trimmed in (bool[])[false, true])
        {
            if (trimmed) await district.TrimMemory();
            Assert.Equal(AnswerKind.Repeated, (await district.Report("live", "CASE000000000001", place)).Kind);
            Assert.Equal(AnswerKind.Repeated, (await district.Act(stream, "acknowledge", new AcknowledgeDispute(Operator))).Kind);
            Assert.Equal(AnswerKind.Repeated, (await district.Act(stream, "acknowledge-again", new AcknowledgeDispute(Operator))).Kind);
            Assert.Equal(AnswerKind.Repeated, (await district.Act(stream, "settle", new SettleDispute(Operator, "row"))).Kind);
            Assert.Equal(AnswerKind.Refused, (await district.Act(stream, "acknowledge-anew", new AcknowledgeDispute(Operator))).Kind);
        }
        Assert.Equal(length, (await district.NamesSoFar(stream)).Length);
    }

    [Fact]
    public async Task A_resend_names_the_version_of_its_own_act_and_not_what_others_did_meanwhile()
    {
        await using var district = await DistrictHost.Start();
        var stream = district.Case("live", "CASE000000000001");
        await district.Report("live", "CASE000000000001", district.Building("live", 7));
        var first = await Noted("first");
        for (var note = 0; note < 20; note++) await Noted($"another-{note}");
        foreach (var trimmed in (bool[])[false, true])
        {
            if (trimmed) await district.TrimMemory();
            Assert.Equal(first with { Kind = AnswerKind.Repeated }, await Noted("first"));
        }

        Task<Answer<DisputeRefusal>> Noted(string key) => district.Get<IGrainFactory>().GetGrain<IDisputeGrain>(stream.GrainKey)
            .Handle(new() { Id = district.Get<IRealmSecrets>().KeysOf(stream.Instance).PersonsCommand("", "note", key) }, new NoteDispute(Operator, "row"));
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_told_apart_also_when_the_grain_has_forgotten()
    {
        await using var district = await DistrictHost.Start();
        var stream = district.Case("live", "CASE000000000001");
        await district.Report("live", "CASE000000000001", district.Building("live", 7));
        Assert.Equal(AnswerKind.Done, await Noted("first"));
        foreach (var trimmed in (bool[])[false, true])
        {
            if (trimmed) await district.TrimMemory();
            Assert.Equal(AnswerKind.OtherBody, await Noted("second"));
            Assert.Equal(AnswerKind.Repeated, await Noted("first"));
        }
        Assert.Equal(2, (await district.NamesSoFar(stream)).Length);

        async Task<AnswerKind> Noted(string body)
        {
            var keys = district.Get<IRealmSecrets>().KeysOf(stream.Instance);
            return (await district.Door.Send(stream, new() { Id = keys.PersonsCommand("", "note", "key"), Body = keys.Body(System.Text.Encoding.UTF8.GetBytes(body)) }, new NoteDispute(Operator, "row"))).Kind;
        }
    }

    [Fact]
    public async Task A_persons_refusal_is_not_remembered_and_is_decided_afresh()
    {
        await using var district = await DistrictHost.Start();
        var stream = district.Case("live", "CASE000000000001");
        await district.Report("live", "CASE000000000001", district.Building("live", 7));
        Assert.Equal((AnswerKind.Refused, "NotAcknowledged"), await district.Act(stream, "settle", new SettleDispute(Operator, "row")));
        await district.Act(stream, "acknowledge", new AcknowledgeDispute(Operator));
        Assert.Equal((AnswerKind.Refused, "AlreadyAcknowledged"), await district.Act(stream, "mine", new AcknowledgeDispute(Other)));
        Assert.Equal(AnswerKind.Done, (await district.Act(stream, "settle", new SettleDispute(Operator, "row"))).Kind);
    }

    private static AppendRequest Note(DistrictHost district, string caseId, int version, string key)
    {
        var stream = district.Case("live", caseId);
        var at = Instants.Truncate(TimeProvider.System.GetUtcNow());
        return new()
        {
            Stream = stream,
            ExpectedVersion = version,
            Command = district.Get<IRealmSecrets>().KeysOf(stream.Instance).PersonsCommand("", "elsewhere", key),
            At = at,
            Cause = "",
            TieRank = TieRank.Act,
            Events = [EventCodec.Encode(new DisputeNoted(Operator, "row") { At = at })],
        };
    }
}
