using Sluice.Artifacts.Formats;

namespace Sluice.Detection.Detectors.Packaging;

/// <summary>In which of Node's two module formats a script is written, where only one of them can load it.</summary>
/// <param name="IsModule">Has import or export statements, or <c>import.meta</c>: as CommonJS it is a syntax error.</param>
/// <param name="IsCommonJs">
/// Assigns to <c>module.exports</c> or <c>exports</c>, or calls <c>require</c>, in the open while it loads and without declaring or testing
/// them: as a module it throws.
/// </param>
internal sealed record ModuleSyntax(bool IsModule, bool IsCommonJs)
{
    public static ModuleSyntax Of(ReadOnlySpan<byte> script)
    {
        var mayBeModule = script.IndexOf("import"u8) >= 0 || script.IndexOf("export"u8) >= 0;
        return mayBeModule || script.IndexOf("require"u8) >= 0 ? new Reading().Of(script) : new ModuleSyntax(false, false);
    }

    private ref struct Reading
    {
        private bool _usesCommonJs;
        private bool _handlesCommonJs;

        /// <summary>The last two tokens: a name before a dot, and what stands right before the current one.</summary>
        private ReadOnlySpan<byte> _before;

        public ModuleSyntax Of(ReadOnlySpan<byte> script)
        {
            var scanner = new ScriptScanner(script);
            var depth = 0;
            while (scanner.TryRead())
            {
                if (scanner.Token == ScriptToken.Name && _before is not [(byte)'.'])
                {
                    if (IsModuleOnly(scanner, script, depth))
                        return new ModuleSyntax(true, false);
                    MeetName(scanner, script, depth);
                }

                _before = scanner.Value;
                depth = scanner.Depth;
            }

            return new ModuleSyntax(false, _usesCommonJs && !_handlesCommonJs);
        }

        private static bool IsModuleOnly(in ScriptScanner scanner, ReadOnlySpan<byte> script, int depth)
        {
            var next = scanner.Following;
            if (scanner.Value.SequenceEqual("import"u8))
                return next == '.' ? script[scanner.End..].TrimStart(" ."u8).StartsWith("meta"u8) : depth == 0 && next is not ((byte)'(' or (byte)':' or (byte)'=' or 0);
            return depth == 0 && scanner.Value.SequenceEqual("export"u8) && (next is (byte)'{' or (byte)'*' || char.IsAsciiLetter((char)next));
        }

        private void MeetName(in ScriptScanner scanner, ReadOnlySpan<byte> script, int depth)
        {
            var name = scanner.Value;
            var isExports = name.SequenceEqual("exports"u8);
            if (!isExports && !name.SequenceEqual("module"u8) && !name.SequenceEqual("require"u8))
                return;
            // "typeof module" asks whether it is there; a declaration or a parameter makes it the script's own.
            _handlesCommonJs |= _before.SequenceEqual("typeof"u8) || _before.SequenceEqual("var"u8) || _before.SequenceEqual("let"u8)
                || _before.SequenceEqual("const"u8) || _before.SequenceEqual("function"u8) || _before is [(byte)',' or (byte)'{'] || (_before is [(byte)'('] && scanner.Following is (byte)',' or (byte)')');
            if (depth != 0)
                return;
            var rest = script[scanner.End..].TrimStart(" \t\r\n"u8);
            _usesCommonJs |= isExports ? rest is [(byte)'.' or (byte)'[', ..] or [(byte)'=', not (byte)'=', ..]
                : name.SequenceEqual("module"u8) ? rest.StartsWith(".exports"u8)
                : rest is [(byte)'(', (byte)'"' or (byte)'\'' or (byte)'`', ..];
        }
    }
}
