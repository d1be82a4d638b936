using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Sluice.Artifacts.Documents;

/// <summary>
/// Reads YAML 1.2 by its core schema (section 10.3): <c>yes</c> and <c>on</c> are texts. Aliases share what they stand for and count as if written
/// out; merge keys (<c>&lt;&lt;</c>) are merged; of tags only the core ones and those of CloudFormation say anything. A key that is there twice is refused.
/// </summary>
internal sealed class YamlText
{
    private readonly Parser _parser;
    private readonly Dictionary<AnchorName, (DocumentNode Node, long Size)> _anchors = [];

    /// <summary>Values so far, aliases written out.</summary>
    private long _nodes;

    private YamlText(Parser parser) => _parser = parser;

    /// <summary>Every document of the stream; none for an empty text.</summary>
    public static List<DocumentNode> Read(ReadOnlySpan<byte> bytes) => Read(Encoding.UTF8.GetString(bytes));

    /// <inheritdoc cref="Read(ReadOnlySpan{byte})"/>
    public static List<DocumentNode> Read(string text)
    {
        var documents = new List<DocumentNode>();
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            var reader = new YamlText(parser);
            while (parser.TryConsume<DocumentStart>(out _))
            {
                reader._anchors.Clear();
                documents.Add(reader.Node(0));
                parser.Consume<DocumentEnd>();
            }
        }
        catch (YamlException e)
        {
            throw new DocumentException("not valid YAML: " + e.Message, (int)e.Start.Line, (int)e.Start.Column);
        }

        return documents;
    }

    private DocumentNode Node(int depth)
    {
        var start = _parser.Current is { } current ? current.Start : default;
        var (line, column) = ((int)start.Line, (int)start.Column);
        DocumentLimits.CheckDepth(depth, line, column);
        if (_parser.TryConsume<AnchorAlias>(out var alias))
            return Known(alias, line, column);
        var before = _nodes;
        DocumentLimits.CheckNodes(++_nodes, line, column);
        var next = _parser.Current as NodeEvent;
        var (anchor, function) = (next?.Anchor ?? AnchorName.Empty, next is { Tag.IsEmpty: false, Tag.IsNonSpecific: false } ? CloudFormationTag.KeyOf(next.Tag.Value) : null);
        object? value;
        if (_parser.TryConsume<Scalar>(out var scalar))
            value = ValueOf(scalar);
        else if (_parser.TryConsume<SequenceStart>(out _))
            value = List(depth);
        else
            value = Map(depth);
        var node = new DocumentNode(value, line, column);
        if (function is not null)
            node = CloudFormationTag.Wrap(function, node);
        if (!anchor.IsEmpty)
            _anchors[anchor] = (node, _nodes - before);
        return node;
    }

    private DocumentNode Known(AnchorAlias alias, int line, int column)
    {
        // An anchor is known once its node is complete: a node within itself is never found here.
        if (!_anchors.TryGetValue(alias.Value, out var known))
            throw new DocumentException($"the alias '{alias.Value}' stands for nothing before it", line, column);
        _nodes += known.Size;
        DocumentLimits.CheckNodes(_nodes, line, column);
        return known.Node;
    }

    private List<DocumentNode> List(int depth)
    {
        var items = new List<DocumentNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(Node(depth + 1));
        return items;
    }

    private DocumentMap Map(int depth)
    {
        _parser.Consume<MappingStart>();
        var map = new DocumentMap();
        var merged = new List<DocumentNode>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var isPlain = _parser.Current is Scalar { IsPlainImplicit: true };
            var key = Node(depth + 1);
            var value = Node(depth + 1);
            if (isPlain && key.Text == "<<")
                merged.AddRange(value.Map is null ? value.Items : [value]);
            else if (!map.TryAdd(new DocumentKey(NameOf(key), key.Line, key.Column), value))
                throw new DocumentException($"the key '{NameOf(key)}' is there twice", key.Line, key.Column);
        }

        // Keys of the map itself count before merged ones, earlier merged ones before later.
        foreach (var source in merged.Select(node => node.Map).OfType<DocumentMap>())
        {
            foreach (var key in source.Keys)
                map.TryAdd(key, source[key.Name]);
        }

        return map;
    }

    /// <summary>Keys are texts in what is read here; a number or a boolean as key is the text that stands for it.</summary>
    private static string NameOf(DocumentNode key) => key.Value switch
    {
        string text => text,
        null => "null",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new DocumentException("a key is a list or a map", key.Line, key.Column),
    };

    private static object? ValueOf(Scalar scalar)
    {
        if (!scalar.Tag.IsEmpty && !scalar.Tag.IsNonSpecific)
            return scalar.Tag.Value is "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" or "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:null" ? Plain(scalar.Value) : scalar.Value;
        return scalar.Style == ScalarStyle.Plain ? Plain(scalar.Value) : scalar.Value;
    }

    /// <summary>Tag resolution of the core schema, section 10.3.2.</summary>
    private static object? Plain(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return null;
            case "true" or "True" or "TRUE":
                return true;
            case "false" or "False" or "FALSE":
                return false;
            case ".nan" or ".NaN" or ".NAN":
                return double.NaN;
            case ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF":
                return double.PositiveInfinity;
            case "-.inf" or "-.Inf" or "-.INF":
                return double.NegativeInfinity;
        }

        return char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.' ? Number(text) ?? text : text;
    }

    private static object? Number(string text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal))
            return ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex <= long.MaxValue ? (long)hex : hex : null;
        if (text.StartsWith("0o", StringComparison.Ordinal))
            return Octal(text.AsSpan(2));
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return whole;
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var large))
            return large;
        return IsFloat(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static long? Octal(ReadOnlySpan<char> digits)
    {
        long value = 0;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7' || value > long.MaxValue >> 3)
                return null;
            value = (value << 3) | (uint)(digit - '0');
        }

        return digits.Length > 0 ? value : null;
    }

    /// <summary><c>[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?</c></summary>
    private static bool IsFloat(string text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c) && c is not ('.' or 'e' or 'E' or '+' or '-'))
                return false;
        }

        return text.AsSpan().ContainsAnyInRange('0', '9');
    }
}
