using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Sluice.Tests.Support;

/// <summary>Writes assemblies that refer to members of the framework, import functions and have literals.</summary>
public sealed class TestLibrary
{
    private readonly MetadataBuilder _metadata = new();
    private readonly AssemblyReferenceHandle _core;
    private readonly BlobBuilder _code = new();

    public TestLibrary()
    {
        _metadata.AddModule(0, _metadata.GetOrAddString("Acme.dll"), _metadata.GetOrAddGuid(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)), default, default);
        _metadata.AddAssembly(_metadata.GetOrAddString("Acme"), new Version(1, 0, 0, 0), default, default, 0, AssemblyHashAlgorithm.None);
        _metadata.AddTypeDefinition(default, default, _metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        _core = _metadata.AddAssemblyReference(_metadata.GetOrAddString("System.Runtime"), new Version(10, 0, 0, 0), default, default, default, default);
    }

    /// <summary>A method of a type, <c>System.Diagnostics.Process.Start</c>, with one argument of bytes or none.</summary>
    public TestLibrary Calls(string member, bool takesBytes = false)
    {
        var dot = member.EndsWith("..ctor", StringComparison.Ordinal) ? member.Length - "..ctor".Length : member.LastIndexOf('.');
        var signature = new BlobBuilder();
        new BlobEncoder(signature).MethodSignature().Parameters(1, returns => returns.Void(), parameters =>
        {
            if (takesBytes)
                parameters.AddParameter().Type().SZArray().Byte();
            else
                parameters.AddParameter().Type().String();
        });
        _metadata.AddMemberReference(TypeOf(member[..dot]), _metadata.GetOrAddString(member[(dot + 1)..]), _metadata.GetOrAddBlob(signature));
        return this;
    }

    public TestLibrary Names(string type)
    {
        TypeOf(type);
        return this;
    }

    public TestLibrary Writes(params string[] literals)
    {
        foreach (var literal in literals)
            _metadata.GetOrAddUserString(literal);
        return this;
    }

    public TestLibrary Imports(string library, string function)
    {
        var method = Method(function, MethodAttributes.Static | MethodAttributes.PinvokeImpl, -1);
        _metadata.AddMethodImport(method, MethodImportAttributes.None, _metadata.GetOrAddString(function), _metadata.AddModuleReference(_metadata.GetOrAddString(library)));
        return this;
    }

    public TestLibrary RunsWhenLoaded()
    {
        var code = new InstructionEncoder(new BlobBuilder());
        code.OpCode(ILOpCode.Ret);
        var body = new MethodBodyStreamEncoder(_code).AddMethodBody(code);
        Method(".cctor", MethodAttributes.Static | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName, body);
        return this;
    }

    /// <param name="isMixed">Says of itself that it has native code, too.</param>
    public byte[] Build(bool isMixed = false)
    {
        var image = new ManagedPEBuilder(new PEHeaderBuilder(imageCharacteristics: Characteristics.Dll), new MetadataRootBuilder(_metadata), _code, flags: isMixed ? 0 : CorFlags.ILOnly, deterministicIdProvider: _ => new BlobContentId(new Guid(9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9), 1));
        var output = new BlobBuilder();
        image.Serialize(output);
        return output.ToArray();
    }

    private TypeReferenceHandle TypeOf(string name) => _metadata.AddTypeReference(_core, _metadata.GetOrAddString(name[..name.LastIndexOf('.')]), _metadata.GetOrAddString(name[(name.LastIndexOf('.') + 1)..]));

    private MethodDefinitionHandle Method(string name, MethodAttributes attributes, int body)
    {
        var signature = new BlobBuilder();
        new BlobEncoder(signature).MethodSignature().Parameters(0, returns => returns.Void(), _ => { });
        return _metadata.AddMethodDefinition(attributes, MethodImplAttributes.IL, _metadata.GetOrAddString(name), _metadata.GetOrAddBlob(signature), body, MetadataTokens.ParameterHandle(1));
    }
}
