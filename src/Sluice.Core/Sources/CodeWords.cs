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

    private const int ShortestName = 8;

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

    /// <summary>
    /// What compilers add to a file of their own accord: names of their helpers, and the names in these. Code that is made of nothing else reaches nothing, so that it does no harm to leave them out; what it calls, fetches and
    /// hides is looked for in the text itself.
    /// </summary>
    private static readonly HashSet<ulong> Helpers = [.. """
        _arguments _super receiver minLen extendStatics fulfilled subClass superClass superProps enumerableOnly descriptor descriptors initializer initializers extraInitializers runInitializers addInitializer contextIn descriptorIn accessors classDecs memberDecs
        didErr iteratorError didIteratorError iteratorNormalCompletion normalCompletion iterable nonIterableRest nonIterableSpread unsupportedIterableToArray arrayWithHoles arrayWithoutHoles iterableToArray iterableToArrayLimit arrayLikeToArray maybeArrayLike
        assertThisInitialized possibleConstructorReturn isNativeReflectConstruct isNativeFunction callSuper createSuper superPropBase taggedTemplateLiteral makeTemplateObject cooked toPrimitive toPropertyKey objectWithoutPropertiesLoose excluded ownKeys
        nodeInterop hasPropertyDescriptor cacheBabelInterop cacheNodeInterop interopRequireWildcard destructure spread initialised instance generator genFun delegateYield tryEntries tryLocsList finallyLoc asyncDispose SuppressedError thisArg
        classCallCheck createClass defineProperty objectSpread slicedToArray toConsumableArray asyncToGenerator assertClassBrand classPrivateFieldGet classPrivateFieldSet classPrivateFieldInitSpec classPrivateMethodInitSpec checkPrivateRedeclaration privateCollection
        _arrayWithHoles _arrayWithoutHoles _iterableToArray _iterableToArrayLimit _nonIterableRest _nonIterableSpread _unsupportedIterableToArray _assertThisInitialized _possibleConstructorReturn _isNativeReflectConstruct _isNativeFunction _callSuper _createSuper
        _getPrototypeOf _setPrototypeOf _toPrimitive _toPropertyKey _taggedTemplateLiteral _objectWithoutPropertiesLoose _defineProperties _construct _wrapNativeSuper _inheritsLoose _superPropBase _superPropGet _initializerDefineProperty _applyDecoratedDescriptor
        _classPrivateFieldGet _classPrivateFieldSet _classPrivateFieldInitSpec _classPrivateMethodInitSpec _classPrivateMethodGet _assertClassBrand _checkPrivateRedeclaration _classPrivateFieldLooseBase _classPrivateFieldLooseKey _createForOfIteratorHelper
        _createForOfIteratorHelperLoose _asyncIterator _awaitAsyncGenerator _wrapAsyncGenerator _asyncGeneratorDelegate _regenerator _regeneratorDefine _regeneratorAsync _objectDestructuringEmpty _getRequireWildcardCache _interopNamespaceDefault _mergeNamespaces
        __read __spreadArrays __makeTemplateObject __setFunctionName __propKey __esDecorate __runInitializers __classPrivateFieldGet __classPrivateFieldSet __classPrivateFieldIn __addDisposableResource __disposeResources __asyncDelegator __rewriteRelativeImportExtension
        __spreadValues __spreadProps __objRest __defNormalProp __defProps __propIsEnum __getOwnPropSymbols __getOwnPropDescs __async __template __freeze __accessCheck __privateGet __privateSet __privateAdd __privateMethod __privateIn __privateWrapper __decorateClass
        __decorateElement __decoratorStart __decoratorContext __runInitializer __using __callDispose __yieldStar __forAwait __knownSymbol __typeError __reExport __name __vitePreload __rolldown_runtime__ isNodeMode getAugmentedNamespace getDefaultExportFromCjs
        getDefaultExportFromNamespaceIfPresent getDefaultExportFromNamespaceIfNotNamed createCommonjsModule commonjsRequire commonjsDynamicModules commonjsHelpers
        _ts_decorate _ts_metadata _ts_param _ts_generator _ts_values _async_to_generator _class_call_check _create_class _define_property _inherits _interop_require_default _interop_require_wildcard _object_spread _object_spread_props _object_without_properties
        _sliced_to_array _to_consumable_array _type_of _call_super _wrap_native_super _class_private_field_get _class_private_field_set _class_private_field_init _export_star _instanceof _possible_constructor_return _assert_this_initialized
        """.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).SelectMany(word => (string[])[word, word + "2"]).Select(word => Key(System.Text.Encoding.ASCII.GetBytes(word)))];

    /// <summary>Of Node, browsers and Python: whoever steals calls these too.</summary>
    private static readonly HashSet<ulong> Platform = [.. """
        readFileSync writeFileSync appendFileSync existsSync mkdirSync readdirSync statSync unlinkSync copyFileSync chmodSync rmSync mkdtempSync createReadStream createWriteStream readFile writeFile child_process execSync spawnSync execFile execFileSync
        setTimeout clearTimeout setInterval clearInterval setImmediate nextTick addEventListener removeEventListener dispatchEvent createElement getElementById getElementsByTagName querySelector querySelectorAll appendChild removeChild insertBefore
        setAttribute getAttribute removeAttribute innerHTML textContent classList parentNode firstChild nextSibling ownerDocument localStorage sessionStorage getItem setItem removeItem XMLHttpRequest responseText onreadystatechange readyState setRequestHeader
        userAgent contentType encodeURIComponent decodeURIComponent encodeURI decodeURI fromCharCode charCodeAt codePointAt lastIndexOf toLowerCase toUpperCase startsWith endsWith replaceAll trimStart trimEnd padStart padEnd substring toFixed isNaN
        fromEntries getTime toISOString getFullYear createHash createHmac randomBytes createCipheriv createDecipheriv createDecipher createCipher timingSafeEqual createServer createConnection statusCode setHeader getHeader writeHead httpVersion
        isBuffer byteLength readUInt8 readUInt32LE writeUInt8 ArrayBuffer SharedArrayBuffer Uint8Array Uint16Array Uint32Array Int8Array Int32Array Float32Array Float64Array DataView TextDecoder TextEncoder WebSocket WebAssembly AbortController FormData
        URLSearchParams searchParams stopPropagation preventDefault requestAnimationFrame cancelAnimationFrame postMessage importScripts WeakMap WeakSet WeakRef BigInt isInteger isFinite parseURL homedir tmpdir networkInterfaces nodeName userInfo
        captureStackTrace stackTraceLimit uncaughtException unhandledRejection exitCode stdio stdout stderr isTTY maxBuffer windowsHide execPath execArgv npm_config_user_agent npm_package_description b64decode b64encode check_output getenv urlopen
        """.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(word => Key(System.Text.Encoding.ASCII.GetBytes(word)))];

    /// <summary>Keyed anew in each process: nobody can prepare words that pass for others.</summary>
    public static ulong Key(ReadOnlySpan<byte> word) => TextDigest.Of(word.Length > Longest ? word[..Longest] : word).Low;

    /// <summary>Of the language, its libraries, or a helper that compilers and bundlers put in.</summary>
    public static bool IsOfTools(ReadOnlySpan<byte> word) => Key(word) is var key && (Everywhere.Contains(key) || Helpers.Contains(key));

    /// <summary>Each word, as often as it is there; words of the languages are left out.</summary>
    public static void Read<T>(ReadOnlySpan<byte> text, T state, Action<T, ulong> take) => Read(text, Shortest, isComposed: false, state, take);

    /// <summary>Only names that are put together of words, without those of what programs run on.</summary>
    public static void ReadNames<T>(ReadOnlySpan<byte> text, T state, Action<T, ulong> take) => Read(text, ShortestName, isComposed: true, state, take);

    private static void Read<T>(ReadOnlySpan<byte> text, int shortest, bool isComposed, T state, Action<T, ulong> take)
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
            if (IsNumbered(word) && WithoutSuffix(word) is var made && made.Contains((byte)'_') && !isComposed)
            {
                // What TypeScript calls an imported module: node_child_process_1 of "node:child_process", text_utils_js_1 of "./text-utils.js".
                foreach (var part in made.Split((byte)'_'))
                    Take(made[part], shortest, isComposed: false, state, take);
            }
            else
            {
                Take(WithoutSuffix(word), shortest, isComposed, state, take);
            }

            at += length;
        }
    }

    private static void Take<T>(ReadOnlySpan<byte> word, int shortest, bool isComposed, T state, Action<T, ulong> take)
    {
        if (word.Length < shortest || word.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 || (isComposed && !IsComposed(word)))
            return;
        var key = Key(word);
        if (!Everywhere.Contains(key) && !Helpers.Contains(key) && (!isComposed || !Platform.Contains(key)))
            take(state, key);
    }

    private static bool IsNumbered(ReadOnlySpan<byte> word) => word.LastIndexOf((byte)'_') is > 0 and var at && at + 1 < word.Length && at + 3 >= word.Length && word[(at + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    /// <summary><c>parseHeader</c>, <c>parse_header</c>; neither <c>CONSTANT</c> nor <c>_private</c>.</summary>
    private static bool IsComposed(ReadOnlySpan<byte> word)
    {
        for (var i = 1; i + 1 < word.Length; i++)
        {
            if (word[i] == '_' ? char.IsAsciiLetter((char)word[i - 1]) && char.IsAsciiLetter((char)word[i + 1]) : char.IsAsciiLetterUpper((char)word[i]) && char.IsAsciiLetterLower((char)word[i - 1]))
                return true;
        }

        return false;
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
