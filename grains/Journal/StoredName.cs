namespace GridActors.Journal;

/// <summary>The name and version under which an event (or an old shape of one) stands in the journal for ever.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StoredNameAttribute(string name, int version = 1) : Attribute
{
    public string Name { get; } = name;

    public int Version { get; } = version;
}

/// <summary>An old shape of an event that knows its present one.</summary>
public interface IUpcast
{
    object Upcast();
}
