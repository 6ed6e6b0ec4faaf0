using GridActors.Journal;
using GridActors.Tests.Storage.Journal;
using static GridActors.Tests.Storage.Journal.Commands;

namespace GridActors.Tests.Storage.Postgres;

/// <summary>The server ends our sessions, as a restart does: whoever waits is told, and the next command is written.</summary>
public sealed class LostSessionTests(PostgresServer server)
{
    [Fact]
    public async Task A_journal_whose_sessions_were_ended_writes_on_over_new_ones()
    {
        await using var trial = new PostgresTrial(server);
        await trial.Start();
        for (var round = 0; round < 3; round++)
        {
            var before = (await trial.Store.All()).Count;
            await trial.Store.Accepted(Report($"CASE{round}", $"key-{round}"));
            await trial.Tamper("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
            var request = On(Stream($"cell/{round}"), 0);
            try
            {
                await trial.Store.Append(request); // over a session that is no more
            }
            catch (JournalUnavailableException)
            {
                // told so; the same is sent again
            }
            Assert.Contains((await trial.Store.Append(request)).Outcome, (AppendOutcome[])[AppendOutcome.Accepted, AppendOutcome.Repeated]);
            Assert.Equal(before + 2, (await trial.Store.All()).Count);
        }
    }
}
