namespace Sluice.Secrets.Generic;

/// <summary>A value that is assigned to the name of a credential.</summary>
/// <param name="NameStart">Where the name stands; the address or the command where there is none.</param>
internal readonly record struct Candidate(CredentialName Name, int NameStart, int NameEnd, AssignedValue Value, SourceKind Source);

/// <summary>What became of a candidate.</summary>
/// <param name="Likelihood">From 0 to 1; 0 where its form alone spoke against it.</param>
internal readonly record struct Judgement(PutAside PutAside, double Likelihood)
{
    public bool IsCredential => PutAside == PutAside.No;
}
