using System.Globalization;
using GridActors.Journal;

namespace GridActors.Silo.Folder;

/// <summary>How realms are named: live and demo bear their own names, a drill's begins with <c>drill-</c>; a demo's instances are numbered.</summary>
internal static class RealmNaming
{
    /// <exception cref="ArgumentException">The name is none, or does not fit the kind.</exception>
    public static void Check(string name, RealmKind kind)
    {
        if (!DataFolder.IsInstanceName(name)) throw new ArgumentException($"'{name}' is no name of a realm", nameof(name));
        // no drill can take a name that a numbered demo may bear one day
        if (kind == RealmKind.Drill ? !name.StartsWith("drill-", StringComparison.Ordinal) : name != kind.Code())
            throw new ArgumentException($"a {kind.Code()} realm cannot be called '{name}': live and demo bear their own names, a drill's begins with drill-", nameof(name));
    }

    /// <summary>The instance that bears a name the n-th time.</summary>
    public static string Instance(string name, RealmKind kind, int number) => kind == RealmKind.Demo ? string.Create(CultureInfo.InvariantCulture, $"{name}-{number:D4}") : name;

    /// <exception cref="FolderRefusedException">A newer build wrote it.</exception>
    public static RealmKind KindOf(string instance, string code) => RealmKindCodes.TryParse(code, out var kind)
        ? kind
        : throw new FolderRefusedException($"{instance} is of the unknown kind {code}: a newer build wrote the district; start that one.");

    /// <exception cref="InvalidOperationException">It is live, or its realm's name still means it.</exception>
    public static void RefuseToDrop(RealmInstance found)
    {
        if (found.Kind == RealmKind.Live) throw new InvalidOperationException("the live realm is never dropped");
        if (found.IsCurrent && found.Kind == RealmKind.Demo) throw new InvalidOperationException($"{found.Instance} is the current {found.Name}; name the next one first");
    }
}
