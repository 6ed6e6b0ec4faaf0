using System.Security.Cryptography;
using GridActors.Silo.Folder;

namespace GridActors.OpsWeb.Board;

/// <summary>The key that board cursors are sealed with, in a private file beside the other keys. Losing it costs each open board one snapshot.</summary>
internal sealed class CursorKey
{
    private const int KeyBytes = 32;
    private const string FileName = "board-cursors.key";

    private CursorKey(byte[] key) => Bytes = key;

    public byte[] Bytes { get; }

    public static CursorKey Open(DataFolder folder)
    {
        var file = Path.Combine(folder.Keys, FileName);
        if (File.Exists(file) && File.ReadAllBytes(file) is { Length: KeyBytes } known) return new(known);
        var made = RandomNumberGenerator.GetBytes(KeyBytes);
        PrivateFiles.Replace(file, made);
        return new(made);
    }
}
