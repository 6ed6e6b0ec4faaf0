using System.Text;
using System.Text.Unicode;
using GridActors.Places;

namespace GridActors.Silo.Imports;

/// <summary>
/// A table's text for the CSV parser, line by line: strictly decoded, bounded, and without lines that would lead the parser astray. A line that is at fault is
/// told and handed on empty, so that the parser's line numbers stay the file's.
/// </summary>
internal sealed class TextLines : TextReader
{
    /// <summary>Bytes of one line; a longer one is no row of a table.</summary>
    public const int LineBytesMax = 64 * 1024;

    private const int ReadBytes = 128 * 1024;

    /// <summary>Bytes beyond ASCII that all read as UTF-8 by mere chance no more: eight hanzi.</summary>
    private const int TellingBytes = 24;

    private readonly Stream from;
    private readonly string file;
    private readonly SourceFaults faults;
    private readonly byte[] buffer = new byte[ReadBytes];
    private readonly byte[] line = new byte[LineBytesMax];
    private char[] text = new char[1024];
    private Encoding encoding;
    private int start, end, textStart, textEnd, number;
    private bool ended, isUtf8 = true;
    private long beyondAscii;

    /// <param name="from">The file, read once from where it stands.</param>
    /// <param name="file">What faults call it.</param>
    /// <param name="encoding">Strict: it throws on bytes that are none of its characters.</param>
    /// <param name="faults">Where faults are told.</param>
    public TextLines(Stream from, string file, Encoding encoding, SourceFaults faults)
    {
        (this.from, this.file, this.encoding, this.faults) = (from, file, encoding, faults);
        SkipMark();
    }

    public override int Read(char[] into, int index, int count)
    {
        if (textStart == textEnd && !NextLine()) return 0;
        var copied = Math.Min(count, textEnd - textStart);
        text.AsSpan(textStart, copied).CopyTo(into.AsSpan(index));
        textStart += copied;
        return copied;
    }

    public override int Read()
    {
        if (textStart == textEnd && !NextLine()) return -1;
        return text[textStart++];
    }

    public override int Peek() => textStart == textEnd && !NextLine() ? -1 : text[textStart];

    protected override void Dispose(bool disposing)
    {
        if (disposing) from.Dispose();
        base.Dispose(disposing);
    }

    private SourceLine Here => new(file, number);

    /// <summary>A byte order mark tells the encoding; UTF-16 is refused.</summary>
    private void SkipMark()
    {
        while (end < 4 && Fill()) { }
        var head = buffer.AsSpan(0, end);
        if (head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) (start, encoding) = (3, ImportEncodings.Utf8);
        else if (head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            faults.Add(new(file, 1), "", "this is UTF-16", "Save the table as \"CSV UTF-8\"");
            ended = true;
        }
        else if (head is [0x50, 0x4B, 0x03, 0x04, ..])
        {
            faults.Add(new(file, 1), "", "this is a workbook or an archive, not a CSV file", "Save the sheet as \"CSV UTF-8\"");
            ended = true;
        }
    }

    private bool NextLine()
    {
        if (ended) return false;
        if (TakeLine() is not { } length)
        {
            ended = true;
            if (encoding != ImportEncodings.Utf8 && isUtf8 && beyondAscii >= TellingBytes)
                faults.Add(new(file, 0), "", "the file is UTF-8, and was asked to be read as another encoding", "Leave --encoding out");
            return false;
        }
        number++;
        (textStart, textEnd) = (0, 0);
        if (length > LineBytesMax) faults.Add(Here, "", $"the line is longer than {LineBytesMax / 1024} KiB", "Check the line ends and the quotes before it");
        else Decode(line.AsSpan(0, length));
        text[textEnd++] = '\n';
        return true;
    }

    /// <summary>Copies the next line without its end into <see cref="line"/>; answers its length, more than fits when it was too long, null at the end.</summary>
    private int? TakeLine()
    {
        var (length, any) = (0L, false);
        while (true)
        {
            if (start == end)
            {
                if (!Fill()) break;
            }
            any = true;
            var rest = buffer.AsSpan(start, end - start);
            var at = rest.IndexOf((byte)'\n');
            var part = at < 0 ? rest : rest[..at];
            if (length + part.Length <= LineBytesMax) part.CopyTo(line.AsSpan((int)length));
            length += part.Length;
            start += at < 0 ? part.Length : at + 1;
            if (at >= 0) break;
        }
        if (!any) return null;
        if (length is > 0 and <= LineBytesMax && line[length - 1] == '\r') length--;
        return (int)Math.Min(length, LineBytesMax + 1);
    }

    private bool Fill()
    {
        if (start == end) (start, end) = (0, 0);
        if (end == buffer.Length) return false;
        var read = from.Read(buffer, end, buffer.Length - end);
        end += read;
        return read > 0;
    }

    private void Decode(ReadOnlySpan<byte> bytes)
    {
        if (encoding != ImportEncodings.Utf8 && !Ascii.IsValid(bytes))
        {
            foreach (var b in bytes) beyondAscii += b >> 7;
            isUtf8 &= Utf8.IsValid(bytes);
        }
        if (text.Length < bytes.Length + 1) text = new char[Math.Max(bytes.Length + 1, 2 * text.Length)];
        try
        {
            textEnd = encoding.GetChars(bytes, text);
        }
        catch (DecoderFallbackException)
        {
            var (wrong, advice) = ImportEncodings.WhatIsWrong(encoding, bytes);
            faults.Add(Here, "", wrong, advice);
            (textEnd, ended) = (0, true); // every further line would say the same
            return;
        }
        if (FaultOf(text.AsSpan(0, textEnd)) is not var (fault, toDo)) return;
        faults.Add(Here, "", fault, toDo);
        textEnd = 0;
    }

    private static (string Wrong, string Advice)? FaultOf(ReadOnlySpan<char> line)
    {
        foreach (var c in line)
            if (char.IsControl(c) && c != '\t') return ($"there is a control character (U+{(int)c:X4}) in the line", "Take it out; a cell holds one line of plain text");
        return QuoteFault(line);
    }

    /// <summary>A quote that is never closed would swallow the rest of the file, so it is found in its own line: no cell of ours holds a line break.</summary>
    private static (string Wrong, string Advice)? QuoteFault(ReadOnlySpan<char> line)
    {
        if (!line.Contains('"')) return null;
        var (isQuoted, isStart) = (false, true);
        for (var i = 0; i < line.Length; i++)
        {
            if (isQuoted)
            {
                if (line[i] != '"') continue;
                if (i + 1 < line.Length && line[i + 1] == '"') i++;
                else if (i + 1 == line.Length || line[i + 1] == ',') isQuoted = false;
                else return ("there is text behind a closing quote", "Double the quotes within a quoted cell");
            }
            else if (line[i] == '"')
            {
                if (!isStart) return ("there is a quote in the middle of a cell", "Quote the whole cell and double the quotes within it");
                isQuoted = true;
            }
            isStart = line[i] == ',' && !isQuoted;
        }
        return isQuoted ? ("a quote is opened and not closed", "Close it in the same line; a cell holds one line of text") : null;
    }
}
