namespace GridActors.Silo.Vault;

/// <summary>Sizes of AES-256-GCM as we use it.</summary>
internal static class Cipher
{
    internal const int NonceBytes = 12;
    internal const int TagBytes = 16;
}
