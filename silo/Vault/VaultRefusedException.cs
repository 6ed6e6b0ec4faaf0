namespace GridActors.Silo.Vault;

/// <summary>The vault cannot open something. The message names what, never its content, and is safe to log.</summary>
public sealed class VaultRefusedException(string message, Exception? inner = null) : Exception(message, inner)
{
    internal static VaultRefusedException Changed(string what, Exception? inner = null) =>
        new($"{what} was changed, or was written for another instance, case, row or field, or under another key", inner);
}
