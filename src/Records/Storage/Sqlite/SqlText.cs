using System.Text;

namespace Xinglin.Records.Storage.Sqlite;

/// <summary>SQL as text: in the form that SQLite takes, and in one that can be compared.</summary>
internal static class SqlText
{
    /// <summary>
    /// Values as SQLite numbers them: <c>?1</c> for <c>$1</c>. It would take <c>$1</c> as a name, and looks for each name among all
    /// before it.
    /// </summary>
    public static string Native(string sql)
    {
        if (!sql.Contains('$'))
            return sql;
        var (text, quoted) = (sql.ToCharArray(), false);
        for (var i = 0; i < text.Length - 1; i++)
        {
            if (text[i] == '\'')
                quoted = !quoted;
            else if (text[i] == '$' && !quoted && char.IsAsciiDigit(text[i + 1]))
                text[i] = '?';
        }

        return new string(text);
    }

    /// <summary>Numbers values that stand as <c>?</c>, in their order: <c>$1</c>, <c>$2</c>, …</summary>
    public static string Numbered(string sql)
    {
        var text = new StringBuilder(sql.Length + 64);
        var (number, quoted) = (0, false);
        foreach (var sign in sql)
        {
            if (sign == '?' && !quoted)
            {
                text.Append('$').Append(++number);
            }
            else
            {
                quoted ^= sign == '\'';
                text.Append(sign);
            }
        }

        return text.ToString();
    }

    /// <summary>
    /// Two statements that make the same table are the same text, whatever their spaces, remarks and order of columns:
    /// without remarks and doubled spaces, in lower case outside of quotes; what is in a table's parentheses in the order of
    /// the alphabet, because a column that was added later is last.
    /// </summary>
    public static string Plain(string sql)
    {
        var bare = WithoutRemarks(sql);
        if (!bare.StartsWith("create table ", StringComparison.Ordinal) || bare.IndexOf('(') is not (> 0 and var open))
            return bare;
        var close = bare.LastIndexOf(')');
        return close < open
            ? bare
            : bare[..(open + 1)]
                + string.Join(',', Parts(bare[(open + 1)..close]).Order(StringComparer.Ordinal))
                + bare[close..];
    }

    private static string WithoutRemarks(string sql)
    {
        var text = new StringBuilder(sql.Length);
        for (var i = 0; i < sql.Length; i++)
        {
            var c = sql[i];
            if (c is '\'' or '"' or '`' or '[')
            {
                var end = sql.IndexOf(c == '[' ? ']' : c, i + 1);
                end = end < 0 ? sql.Length - 1 : end;
                text.Append(sql, i, end - i + 1);
                i = end;
            }
            else if (c == '-' && i + 1 < sql.Length && sql[i + 1] == '-')
            {
                var end = sql.IndexOf('\n', i);
                i = end < 0 ? sql.Length : end;
                Space(text);
            }
            else if (c == '/' && i + 1 < sql.Length && sql[i + 1] == '*')
            {
                var end = sql.IndexOf("*/", i + 2, StringComparison.Ordinal);
                i = end < 0 ? sql.Length : end + 1;
                Space(text);
            }
            else if (char.IsWhiteSpace(c))
            {
                Space(text);
            }
            else
            {
                text.Append(char.ToLowerInvariant(c));
            }
        }
        return text.ToString().Trim();
    }

    private static void Space(StringBuilder text)
    {
        if (text.Length > 0 && text[^1] != ' ')
            text.Append(' ');
    }

    private static IEnumerable<string> Parts(string list)
    {
        var (depth, from, quoted) = (0, 0, '\0');
        for (var i = 0; i < list.Length; i++)
        {
            var c = list[i];
            if (quoted != '\0')
            {
                quoted = c == quoted ? '\0' : quoted;
            }
            else if (c is '\'' or '"' or '`' or '[')
            {
                quoted = c == '[' ? ']' : c;
            }
            else if (c == '(')
            {
                depth++;
            }
            else if (c == ')')
            {
                depth--;
            }
            else if (c == ',' && depth == 0)
            {
                yield return list[from..i].Trim();
                from = i + 1;
            }
        }
        yield return list[from..].Trim();
    }
}
