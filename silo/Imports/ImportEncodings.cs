using System.Text;

namespace GridActors.Silo.Imports;

/// <summary>The encodings that imported tables may have; both are strict.</summary>
public static class ImportEncodings
{
    /// <summary>The default.</summary>
    public const string Utf8Name = "utf-8";

    /// <summary>What Chinese spreadsheets write when nothing else is asked for; taken only when named.</summary>
    public const string Gb18030Name = "gb18030";

    internal static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Encoding Gb18030 =
        CodePagesEncodingProvider.Instance.GetEncoding(Gb18030Name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    /// <exception cref="ArgumentException">Neither of the two.</exception>
    public static Encoding Of(string name) => name switch
    {
        Utf8Name => Utf8,
        Gb18030Name => Gb18030,
        _ => throw new ArgumentException($"'{name}' is no encoding of imported tables: {Utf8Name} or {Gb18030Name}", nameof(name)),
    };

    /// <summary>What to say of a line that the encoding does not read.</summary>
    internal static (string Wrong, string Advice) WhatIsWrong(Encoding tried, ReadOnlySpan<byte> line)
    {
        if (tried != Utf8) return ("the line is not GB18030", "Leave --encoding out if the file is UTF-8, or save it again");
        return IsGb18030(line)
            ? ("the line is not UTF-8; it reads as GB18030", $"Say --encoding {Gb18030Name}, or save the file as \"CSV UTF-8\"")
            : ("the line is neither UTF-8 nor GB18030", "The file is damaged or of another encoding: save it as \"CSV UTF-8\"");
    }

    private static bool IsGb18030(ReadOnlySpan<byte> line)
    {
        try
        {
            return Gb18030.GetCharCount(line) > 0;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
