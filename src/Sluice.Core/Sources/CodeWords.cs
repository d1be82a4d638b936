using System.Buffers;
using Sluice.Artifacts;

namespace Sluice.Sources;

/// <summary>
/// The words of a code that tell where it comes from: names and parts of literals of at least six characters. Minifiers keep those of properties and
/// literals; what they rename is shorter.
/// </summary>
internal static class CodeWords
{
    public const int Shortest = 6;

    /// <summary>Longer ones are cut: what matters of an encoded literal is its front.</summary>
    private const int Longest = 64;

    private static readonly SearchValues<byte> WordBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$"u8);

    /// <summary>Of the languages themselves, of their libraries and of what compilers and bundlers put around every module.</summary>
    private static readonly HashSet<ulong> Everywhere = [.. """
        arguments boolean callback console constructor continue debugger default defineProperty defineProperties delete document export exports extends finally function import instanceof
        interface isArray length module namespace navigator number object Object parseFloat parseInt private process protected prototype public readonly register require return static string
        String strict switch symbol Symbol toString typeof undefined unescape unknown valueOf window window yield Promise reject resolve resolved rejected iterator asyncIterator Reflect getPrototypeOf setPrototypeOf
        hasOwnProperty getOwnPropertyDescriptor getOwnPropertyDescriptors getOwnPropertyNames getOwnPropertySymbols propertyIsEnumerable enumerable configurable writable __esModule __proto__ __webpack_require__
        __webpack_exports__ __webpack_modules__ __webpack_module_cache__ __defProp __getOwnPropDesc __getOwnPropNames __hasOwnProp __export __exportStar __copyProps __toCommonJS __toESM __getProtoOf __require __commonJS __commonJSMin
        __awaiter __generator __rest __assign __extends __spreadArray __spread __decorate __metadata __param __importDefault __importStar __createBinding __setModuleDefault __values __await __asyncGenerator __asyncValues __publicField
        _interopRequireDefault _interopRequireWildcard _interopDefault _interopNamespace _interopDefaultLegacy _classCallCheck _createClass _defineProperty _inherits _extends _typeof _asyncToGenerator _objectSpread _objectSpread2 _objectWithoutProperties
        _slicedToArray _toConsumableArray _arrayLikeToArray _regeneratorRuntime regeneratorRuntime asyncGeneratorStep commonjs commonjsGlobal commonjsModule globalThis interopRequireDefault webpackJsonp webpackChunk sourceMappingURL sourceURL
        bundle bundled toStringTag Generator GeneratorFunction AsyncFunction TypeError ReferenceError RangeError SyntaxError JSON Function concat indexOf includes forEach filter reduce splice push slice apply create freeze assign entries
        license License LICENSE copyright Copyright reserved rights software Software WARRANTY WARRANTIES KIND EXPRESS without permission notice redistribution minified
        LineNumberTable LocalVariableTable StackMapTable SourceFile InnerClasses BootstrapMethods MethodHandles LambdaMetafactory Signature Deprecated StringConcatFactory makeConcatWithConstants Exceptions
        declare abstract implements override partial record virtual internal sealed params struct unsigned volatile include define pragma ifndef endif typedef nullptr template typename lambda assert except global nonlocal
        """.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(word => Key(System.Text.Encoding.ASCII.GetBytes(word)))];

    /// <summary>Keyed anew in each process: nobody can prepare words that pass for others.</summary>
    public static ulong Key(ReadOnlySpan<byte> word) => TextDigest.Of(word.Length > Longest ? word[..Longest] : word).Low;

    /// <summary>Each word, as often as it is there; words of the languages are left out.</summary>
    public static void Read<T>(ReadOnlySpan<byte> text, T state, Action<T, ulong> take)
    {
        for (var at = 0; at < text.Length;)
        {
            var start = text[at..].IndexOfAny(WordBytes);
            if (start < 0)
                return;
            at += start;
            var end = text[at..].IndexOfAnyExcept(WordBytes);
            var length = end < 0 ? text.Length - at : end;
            var word = text.Slice(at, length);
            word = WithoutSuffix(word);
            if (word.Length >= Shortest && word.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
            {
                var key = Key(word);
                if (!Everywhere.Contains(key))
                    take(state, key);
            }

            at += length;
        }
    }

    /// <summary>What TypeScript adds to the name of an imported file: <c>external_js_1</c>.</summary>
    private static ReadOnlySpan<byte> WithoutSuffix(ReadOnlySpan<byte> word)
    {
        var at = word.LastIndexOf((byte)'_');
        if (at <= 0 || at + 1 == word.Length || at + 3 < word.Length || word[(at + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
            return word;
        word = word[..at];
        return word.EndsWith("_js"u8) || word.EndsWith("_ts"u8) ? word[..^3] : word.EndsWith("_cjs"u8) || word.EndsWith("_mjs"u8) ? word[..^4] : word;
    }
}
