using System.Text;
using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts.Manifests;

public sealed class VisibilityTests
{
    private const string Mit = "Copyright (c) 2020 Somebody\n\nPermission is hereby granted, free of\ncharge, to any person obtaining a copy of this software";
    private const string Closed = "Copyright 2026 Acme. All rights reserved.\nThis software is proprietary.\n\nParts: Permission is hereby granted, free of charge, to any person";

    [Theory]
    [InlineData("MIT", true)]
    [InlineData("(MIT OR Acme-Commercial)", true)]
    [InlineData("MIT AND LicenseRef-acme", false)]
    [InlineData("Apache-2.0 WITH LLVM-exception", true)]
    [InlineData("(BSD-2-Clause OR (MIT AND Apache-2.0))", true)]
    [InlineData("MIT/X11", true)]
    [InlineData("BSD 3-Clause", true)]
    [InlineData("The MIT License (MIT)", true)]
    [InlineData("https://opensource.org/licenses/MIT", true)]
    [InlineData("GPL-2.0+", true)]
    [InlineData("Unlicense", true)]
    [InlineData("UNLICENSED", false)]
    [InlineData("Commercial", false)]
    [InlineData("Proprietary", false)]
    [InlineData("Mitsubishi internal", false)]
    [InlineData("MIT (for internal use: see EULA)", false)]
    [InlineData("SEE LICENSE IN LICENSE.md", false)]
    [InlineData("License :: OSI Approved :: MIT License", true)]
    [InlineData("License :: Other/Proprietary License", false)]
    [InlineData("License :: Other/Proprietary License OR License :: OSI Approved :: MIT License", true)]
    [InlineData("", false)]
    [InlineData("(MIT", false)]
    public void Licences_as_people_write_them(string license, bool isOpen) => Assert.Equal(isOpen, OpenSourceLicense.Covers(license));

    [Theory]
    [InlineData(Mit, "MIT")]
    [InlineData("                    GNU GENERAL PUBLIC\n   LICENSE\n Version 2", "GPL")]
    [InlineData("/*\n * Redistribution and use in source and\n * binary forms, with or without", "BSD")]
    [InlineData(Closed, null)]
    [InlineData("Third party notices\nPermission is hereby granted, free of charge, to any person", null)]
    [InlineData("You may evaluate this product for thirty days.", null)]
    public void Licence_texts_are_known_by_what_they_say(string text, string? name) => Assert.Equal(name, LicenseText.Recognize(text));

    [Theory]
    [InlineData("""{"name": "a", "license": "MIT"}""", null, Visibility.Public)]
    [InlineData("""{"name": "a", "license": "MIT", "private": true}""", null, Visibility.Proprietary)]
    [InlineData("""{"name": "a", "license": "SEE LICENSE IN LICENSE"}""", Mit, Visibility.Public)]
    [InlineData("""{"name": "a", "license": "SEE LICENSE IN LICENSE"}""", Closed, Visibility.Proprietary)]
    [InlineData("""{"name": "a", "license": "UNLICENSED"}""", Mit, Visibility.Proprietary)]
    [InlineData("""{"name": "a", "licenses": [{"type": "MIT"}, {"type": "GPL"}]}""", null, Visibility.Public)]
    [InlineData("""{"name": "a"}""", Mit, Visibility.Public)]
    [InlineData("""{"name": "a"}""", null, Visibility.Proprietary)]
    public void An_npm_package_is_judged_by_licence_field_then_text(string packageJson, string? text, Visibility expected) =>
        Assert.Equal(expected, Screening.Of(TestArchive.Npm(packageJson, text is null ? [] : [("LICENSE", text)])).Artifact.Visibility);

    [Fact]
    public void The_licence_of_a_bundled_package_says_nothing_of_the_artifact() =>
        Assert.Equal(Visibility.Proprietary, Screening.Of(TestArchive.Npm("""{"name": "a"}""", ("node_modules/b/LICENSE", Mit))).Artifact.Visibility);

    [Theory]
    [InlineData("LICENSE", Visibility.Public)]
    [InlineData("acme-1.0/COPYING", Visibility.Public)]
    [InlineData("acme-1.0/vendor/COPYING", Visibility.Proprietary)]
    public void Without_a_manifest_the_text_at_the_top_decides(string path, Visibility expected) =>
        Assert.Equal(expected, Screening.Of(TestArchive.Tgz((path, Encoding.UTF8.GetBytes(Mit)), (path.Contains('/', StringComparison.Ordinal) ? "acme-1.0/a.c" : "a.c", [65]))).Artifact.Visibility);
}
