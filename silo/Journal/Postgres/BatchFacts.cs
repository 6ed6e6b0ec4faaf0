using GridActors.Journal;

namespace GridActors.Silo.Journal.Postgres;

/// <summary>A look-up row by its key; a search term may lead to many cases, so its case is part of the key.</summary>
internal readonly record struct LookupKey(string Kind, string KeyHash, string OneOf)
{
    /// <summary>The one order in which all transactions insert look-ups.</summary>
    public static readonly IComparer<LookupKey> InOrder = Comparer<LookupKey>.Create((left, right) =>
        string.CompareOrdinal(left.KeyHash, right.KeyHash) is not 0 and var byHash ? byHash
        : string.CompareOrdinal(left.Kind, right.Kind) is not 0 and var byKind ? byKind
        : string.CompareOrdinal(left.OneOf, right.OneOf));

    public static LookupKey Of(Lookup lookup) => new(lookup.Kind, lookup.KeyHash, lookup.Kind == Lookup.Search ? lookup.CaseId : "");

    /// <summary>The key under which a report's or a receipt's look-up is moved.</summary>
    public static LookupKey Moving(Lookup lookup) => new(lookup.Kind, lookup.KeyHash, "");
}

/// <summary>A look-up row as it stands inside the batch's transaction.</summary>
internal sealed class HeldLookup(string caseId, string partition, bool isNew)
{
    public string CaseId { get; private set; } = caseId;

    public string Partition { get; private set; } = partition;

    /// <summary>This transaction inserts it.</summary>
    public bool IsNew { get; } = isNew;

    /// <summary>An accepted command leans on it, or it was there before.</summary>
    public bool IsKept { get; set; } = !isNew;

    /// <summary>It is inserted with the other rows; otherwise it stands in the table already.</summary>
    public bool IsUnwritten { get; init; }

    public bool HasMoved { get; private set; }

    public bool LeadsTo(Lookup lookup) => CaseId == lookup.CaseId && Partition == lookup.Partition.Code();

    public void Move(Lookup lookup) => (CaseId, Partition, HasMoved) = (lookup.CaseId, lookup.Partition.Code(), true);
}

/// <summary>What the database knew of a batch's commands when their partition's head was locked, kept up to date as they are decided one after the other.</summary>
internal sealed class BatchFacts
{
    /// <summary>Commands of the batch that the database or an earlier command of the batch has executed.</summary>
    public Dictionary<(string Stream, CommandId Command), KnownCommand> Commands { get; } = [];

    /// <summary>The version of every stream that has begun.</summary>
    public Dictionary<string, int> Versions { get; } = [];

    public Dictionary<LookupKey, HeldLookup> Lookups { get; } = [];

    public void Clear()
    {
        Commands.Clear();
        Versions.Clear();
        Lookups.Clear();
    }

    /// <summary>
    /// Answers a command, in the order of the contract: its id, the fence, the look-ups. An accepted one is remembered, so that the next of the batch is judged
    /// after it. Null: it is accepted at the version it was decided at.
    /// </summary>
    /// <exception cref="InvalidOperationException">A look-up it wants to move is not there.</exception>
    public AppendAnswer? Refuse(AppendRequest request)
    {
        var stream = request.Stream.Name;
        if (Commands.TryGetValue((stream, request.Command), out var known))
            return new(request.Body.Differs(known.Body) ? AppendOutcome.OtherBody : AppendOutcome.Repeated, known.Version, 0, 0);
        var current = Versions.GetValueOrDefault(stream);
        if (current != request.ExpectedVersion) return new(AppendOutcome.Conflict, current, 0, 0);
        foreach (var lookup in request.Vault.Lookups)
            if (Lookups.TryGetValue(LookupKey.Of(lookup), out var held) && held.IsKept && !held.LeadsTo(lookup)) return new(AppendOutcome.OtherBody, current, 0, 0);
        foreach (var lookup in request.Vault.Repointed)
            if (!Lookups.TryGetValue(LookupKey.Moving(lookup), out var moving) || !moving.IsKept) throw new InvalidOperationException($"there is no {lookup.Kind} look-up to repoint");
        Accept(request);
        return null;
    }

    private void Accept(AppendRequest request)
    {
        var stream = request.Stream.Name;
        var version = request.ExpectedVersion + request.Events.Length;
        Commands.Add((stream, request.Command), new(version, request.Body));
        Versions[stream] = version;
        foreach (var lookup in request.Vault.Lookups)
        {
            if (!Lookups.TryGetValue(LookupKey.Of(lookup), out var held))
                Lookups.Add(LookupKey.Of(lookup), held = new(lookup.CaseId, lookup.Partition.Code(), isNew: true) { IsUnwritten = true });
            if (!held.LeadsTo(lookup)) held.Move(lookup); // inserted for a command that was refused
            held.IsKept = true;
        }
        foreach (var lookup in request.Vault.Repointed) Lookups[LookupKey.Moving(lookup)].Move(lookup);
    }
}
