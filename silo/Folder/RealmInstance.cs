using GridActors.Journal;

namespace GridActors.Silo.Folder;

/// <summary>
/// One row of the control table. <see cref="Name"/> is what people call the realm (<c>live</c>, <c>demo</c>, a drill's own name); <see cref="Instance"/> is the
/// world that bears it (<c>demo-0003</c>) and is never used twice. <see cref="RegistryHash"/> is empty until a registry was adopted.
/// </summary>
public sealed record RealmInstance(string Instance, string Name, RealmKind Kind, string RegistryHash, int FormatVersion)
{
    /// <summary>It is the one that the name means now; others of the name are being built or wait to be dropped.</summary>
    public required bool IsCurrent { get; init; }
}
