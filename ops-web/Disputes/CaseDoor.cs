using GridActors.Disputes;
using GridActors.Journal;
using GridActors.OpsWeb.Board;
using GridActors.OpsWeb.Http;
using GridActors.Silo.Realms;

namespace GridActors.OpsWeb.Disputes;

/// <summary>A case as this process's scope may see it.</summary>
internal sealed record SeenCase(RealmView Realm, StreamId Stream, IReadOnlyList<JournalEntry> Entries, DisputeCard Card);

/// <summary>Finds cases; what the scope may not see does not exist.</summary>
internal sealed class CaseDoor(IJournal journal, BoardScope scope)
{
    /// <exception cref="ProblemException">404.</exception>
    public async ValueTask<SeenCase> Open(RealmView realm, string caseId)
    {
        if (caseId.Length == RealmKeys.CaseIdCharacters && Base32.IsValid(caseId))
        {
            foreach (var partition in scope.Partitions)
            {
                var stream = StreamId.Of(realm.Instance, partition, DisputeStream.Kind, caseId);
                var entries = await journal.ReadStream(stream, 0);
                if (DisputeCardFold.Of(entries) is { } card) return new(realm, stream, entries, card);
            }
        }
        throw new ProblemException(Problem.NotFound);
    }
}
