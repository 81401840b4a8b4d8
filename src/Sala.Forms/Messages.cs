namespace Sala.Forms;

/// <summary>Every message of this library, to be read, translated and tested in one place. None repeats what a person answered.</summary>
internal static class Messages
{
    // The file.
    public const string FileNotReadable = "The file cannot be opened. Check its name and that you may read it.";
    public const string FileTooLarge = "The file is larger than 32 MB. A form is smaller: take pictures and other data out of it.";
    public const string NotAWorkbook = "This is no Excel workbook (.xlsx), or it is damaged. Open it in a spreadsheet program and save it again as .xlsx.";
    public const string NotAnOldWorkbook = "This is no Excel workbook of the old kind (.xls), or it is damaged. Open it in a spreadsheet program and save it as .xlsx.";
    public const string OldWorkbookLocked = "The workbook is locked with a password. Open it in a spreadsheet program and save it without one, as .xlsx.";
    public const string NotJsonSheets = "This is no form in JSON. It has an object for each sheet, with columns (a list) and rows (a list of objects).";
    public const string DtdRefused = "The workbook holds a document type definition, which no spreadsheet program writes. It was not read.";
    public const string UnpacksTooLarge = "The workbook unpacks to far more than its size. It was not read.";
    public const string NotUtf8 = "The text is not in UTF-8. Save it with that encoding.";
    public const string TooManySheets = "The workbook has more than 100 sheets.";
    public const string TooManyRows = "The sheet has more than 100,000 rows. Put long lists into a file of their own.";
    public const string TooManyColumns = "The sheet has more than 1,024 columns.";
    public const string TooManyCells = "The workbook has more than eight million cells, empty ones between others counted. Put long lists into files of their own.";
    public const string CellTooLong = "A cell holds more than 32,767 characters.";
    public const string SheetTooLarge = "The sheet holds more than 32 million characters.";
    public const string TableWithoutSheet = "The first cell of the first line names the sheet: | survey |. Here it is empty.";
    public static string UnknownFileEnding(string ending) => $"A form is .xlsx, .xls, .csv, .md or .json. This file ends in “{ending}”.";

    // Sheets, columns, rows.
    public static string SheetMissing(string name, string? near) => near is null
        ? $"There is no sheet named {name}."
        : $"There is no sheet named {name}. Did you mean {name} by “{near}”? Rename it.";
    public const string HeadingsNotFirst = "The first row is empty. Headings stand in row 1: remove the rows above them.";
    public static string ColumnMissing(string name) => $"There is no column named {name}.";
    public static string ColumnTwice(string name, string again) => name == again
        ? $"The column {name} stands twice. Keep one."
        : $"The columns {name} and {again} mean the same. Keep one.";
    public static string ColumnLeftOut(string name) => $"The heading “{name}” has a space, so the column cannot become part of the choices and was left out. Use _ instead, or take it for a note.";
    public static string RowsAfterGap(int most) => $"More than {most} empty rows stand above this one, so it and what follows were not read. Remove the empty rows, or take it for a note.";
    public static string SheetMeant(string name) => $"If this is the sheet {name}, rename it. If not, begin its name with _ and nobody will ask again.";
    public const string OnlySheetIsSurvey = "The workbook has one sheet only, so it was read as the survey sheet. Name it survey.";
    public const string RowWithoutType = "The row has no type, name or label and was passed over.";
    public const string DisabledIsOld = "The column disabled is no part of XLSForm any more. Write relevant: no instead.";
    public static string LanguageTwice(string code) => $"Two languages have the code {code}. Give each its own.";
    public static string NoSuchLanguage(string name, IEnumerable<string> languages) => $"No column has the language “{name}”. There are: {string.Join(", ", languages)}.";
    public const string TypeMissing = "The row has no type.";
    public const string NameMissing = "The row has no name. Give it one, for example age.";
    public static string NameNotUsable(string name) => $"“{name}” cannot be a name. A name begins with a letter or underscore and has letters, digits, - and . only.";
    public static string NameReserved(string name) => $"The name {name} is kept for what a form says about itself. Choose another.";
    public static string NameDiffersInCase(string name, string other, int row) => $"{name} differs from {other} in row {row} only in large and small letters. Some programs cannot keep them apart.";
    public static string RepeatNamedAsRoot(string name) => $"A repeat cannot be named {name}: the form itself is named so. Choose another name.";
    public static string RepeatNameTwice(string name, int row) => $"The repeat of row {row} is named {name} too. Give each repeat its own name.";
    public const string GroupRequired = "“required” has no effect on a group or repeat. Move it to a question inside.";
    public const string AuditHasItsName = "The name of an audit row is always audit. Leave the cell empty.";
    public const string AuditNotKept = "Sala keeps no log of how a form is filled in. The settings of the audit are kept for ODK Collect.";
    public const string DeviceNotAsked = "Sala asks no device about itself, its user or its place: the answer stays empty here. ODK Collect fills it in.";
    public const string FilesNotTaken = "Sala takes no pictures, sounds or files: the question cannot be answered here. ODK Collect takes them.";
    public const string CalculationMissing = "The row calculates nothing. Write a calculation, or a default that is worked out.";
    public const string IncludeNotRead = "Other forms cannot be included. Copy their rows into this sheet.";
    public const string BackgroundGeoPointNeedsTrigger = "background-geopoint needs a trigger: the question whose answer notes the place.";
    public const string BackgroundGeoPointTakesNoCalculation = "background-geopoint takes no calculation. Leave the cell empty.";
    public const string LoopWithoutList = "The loop names no list. Write: begin loop over list_name.";
    public static string NameTwice(string name, int row) => $"The name {name} stands in row {row} too. Rename one of them.";
    public static string NoSuchType(string type, string? near) => near is null ? $"“{type}” is no question type." : $"“{type}” is no question type. Did you mean {near}?";
    public const string ListMissing = "The type names no list. Write for example: select_one yes_no.";
    public static string NoSuchList(string list, string? near) => near is null
        ? $"There is no list named {list}."
        : $"There is no list named {list}. Did you mean {near}?";
    public static string NoLabel(string name) => $"{name} has no label: people will see nothing to answer.";
    public static string EndWithoutBegin(string what) => $"Here a {what} ends that was not begun. Remove the row, or add “begin {what}” above.";
    public static string EndOfOther(string what, string open, int row) => $"Here a {what} ends, but the {open} of row {row} is still open. End that one first.";
    public static string NotEnded(string what) => $"This {what} is not ended. Add “end {what}” below its last question.";
    public const string ChoiceListMissing = "The choice names no list.";
    public const string ChoiceNameMissing = "The choice has no name (its code).";
    public static string ChoiceTwice(string name, string list, int row) => $"The code {name} stands in the list {list} in row {row} too. Give each choice its own code.";
    public static string ChoiceWithSpace(string name) => $"The code “{name}” has a space in it, and spaces separate the codes of several answers. Use _ instead.";
    public static string ListIsNoFile(string list) => $"“{list}” is no file of choices. Its name has one ending: .csv, .xml or .geojson.";
    public const string ExternalNeedsFilter = "select_one_external looks its choices up by a choice_filter. Write one, or use select_one.";
    public const string FilterWithOther = "or_other cannot stand with a choice_filter. Add the choice other to the list, and a text question for it.";
    public const string OtherNeedsList = "or_other needs a list of the choices sheet.";
    public const string FilterInTable = "A table of lists cannot have a choice_filter in its first row.";
    public static string TableOfOtherList(string list, string first) => $"All rows of a table-list have one list of choices. Here is {list}, above is {first}.";
    public static string ParameterUnknown(string key, IEnumerable<string> known) => NearMiss.Of(key, known) is { } near
        ? $"{key} is no parameter of this type. Did you mean {near}?"
        : $"{key} is no parameter of this type. It takes: {string.Join(", ", known)}.";
    public static string ParameterIsNoneOf(string key, string value, IEnumerable<string> values) => $"{key} is {string.Join(" or ", values)}, not “{value}”.";
    public static string ParameterIsNoWhole(string key, string value) => $"{key} is a whole number, not “{value}”.";
    public static string ParameterIsNoNumber(string key, string value) => $"{key} is a number, not “{value}”.";
    public static string ParameterIsNoName(string key, string value) => $"{key} names a column of the file; “{value}” can be none.";
    public const string SeedWithoutRandomize = "seed needs randomize=true beside it.";
    public static string SeedIsNoNumber(string value) => $"seed is a number or a question such as ${{age}}, not “{value}”.";
    public static string AppIsNoPackage(string value) => $"app is the package name of an Android application, such as com.example.camera, not “{value}”.";
    public static string ParametersGoTogether(IEnumerable<string> keys) => $"These go together: {string.Join(", ", keys)}. Give all or none.";
    public const string AuditAgeBelowInterval = "location-max-age must be at least location-min-interval, and neither below 0.";
    public const string RangeTicksNeedPlainAppearance = "tick_interval, placeholder and tick_labelset go with no appearance, vertical or no-ticks only.";
    public static string RangeZero(string key) => $"{key} cannot be 0.";
    public static string RangeTooWide(string key) => $"{key} is larger than the whole range from start to end.";
    public static string RangeNoMultiple(string key) => $"{key} does not fall on a step of the range.";
    public static string RangeOutside(string key) => $"{key} lies outside the range from start to end.";
    public static string RangeLabelIsNoNumber(string name) => $"The list of tick_labelset has the code “{name}”, which is no number.";
    public const string RangeLabelsOfEnds = "With no-ticks, the list of tick_labelset labels the start and the end of the range and nothing else.";
    public static string ParameterNotUnderstood(string text) => $"“{text}” is no parameter. Write for example: start=1 end=10 step=1.";
    public static string NoSuchTrigger(string name) => $"The trigger “{name}” is no question. Write for example: ${{age}}.";
    public const string NoQuestions = "The sheet has no questions.";
    public static string Cycle(IEnumerable<string> names) => $"These wait for each other, so none can be worked out: {string.Join(" → ", names)}. Break the circle in one of them.";
    public static string CycleOfOne(string name) => $"{name} waits for its own answer. Use another question here, or once() to keep a value.";
    public static string TooManyQuestions(int most) => $"The form has more than {most} rows.";
    public const string NestedTooDeep = "Groups stand within groups more than 50 deep.";

    public const string WordingNeedsQuestion = "The sheet wordings needs the setting wording: the name of the question whose answer picks the words.";
    public static string NoSuchChoice(string name, string list, string? near) => near is null
        ? $"The list {list} has no code {name}."
        : $"The list {list} has no code {name}. Did you mean {near}?";
    public static string DataFileMissing(string name) => $"The data file {name} is not beside the form: nothing is found in it. Put it into the form's folder.";
    public static string DataFileNotReadable(string name) => $"The data file {name} is damaged, or not of the kind that its ending says.";
    public static string DataFileTooLong(int rows) => $"The data file has more than {rows:N0} rows or four million cells.";
    public const string NotARepeatedQuestion = "Choices come from a question in a repeat: write for example select_one ${name}, where name stands in a repeat.";

    // Settings and entities.
    public const string EncryptionNeedsInstanceId = "An encrypted form needs its instance id. Remove omit_instanceID or public_key.";
    public static string EntityColumnUnknown(IEnumerable<string> known, string? near) => near is null
        ? $"The sheet entities has no such column. It takes: {string.Join(", ", known)}."
        : $"The sheet entities has no such column. Did you mean {near}?";
    public static string EntityListNotUsable(string name) => $"“{name}” cannot be an entity list. Its name begins with a letter or underscore (not two) and has letters, digits and - only.";
    public static string EntityListTwice(string name) => $"The entity list {name} stands twice. Keep one row for each list.";
    public const string EntityUpdateNeedsId = "update_if needs an entity_id: which entity is to be changed.";
    public const string EntityCreateWithIdNeedsUpdate = "create_if with an entity_id needs update_if too: otherwise an id means that the entity is there already.";
    public const string EntityNeedsLabel = "A new entity needs a label.";
    public static string EntityRepeatIsNone(string text) => $"repeat names one repeat of the survey sheet, such as ${{children}}, not “{text}”.";
    public const string SaveToNeedsEntities = "save_to needs a sheet named entities that declares what is saved.";
    public const string SaveToOfGroup = "A group or repeat cannot be saved as a property. Move save_to to a question inside.";
    public const string SaveToNamesNoList = "The form has several entity lists. Write the list before the property: list#property.";
    public static string NoSuchEntityList(string name, string? near) => near is null
        ? $"The sheet entities has no list {name}."
        : $"The sheet entities has no list {name}. Did you mean {near}?";
    public static string SaveToReserved(string name) => $"The property name {name} is kept for entities themselves. Choose another.";
    public static string SaveToTwice(string name, int row) => $"Row {row} saves to {name} too. Save one answer to each property.";

    public static string EntityOfTwoRepeats(string list) => $"The entity {list} takes answers of two repeats that do not stand within each other, or saves answers above the repeat that it reads. Keep its answers together.";
    public const string EntityHasNoPlace = "Two entities would stand in the same group. Put the answers of each into a group of its own.";

    // Submissions.
    public const string NotASubmission = "This is no submission of a form, or it is damaged or too large. Nothing of it was kept.";
    public static string SubmissionOfOtherForm(string id) => $"The submission is of another form than {id}. Nothing of it was kept.";
    public const string SubmissionWithoutId = "The submission has no instanceID, so it cannot be told from another. Nothing of it was kept.";
    public static string SubmissionSaysTwice(string name) => $"The submission has {name} more often than the form. Nothing of it was kept.";

    // Writing an XForm.
    public static string NameMadeTwice(string name) => $"The name {name} stands twice: one of them is made by the form itself (a repeat's count, the text of “other”). Rename yours.";
    public static string PrefixNotDeclared(string name) => $"The prefix of {name} is not declared. Declare it in the setting namespaces: prefix=\"http://…\".";
    public static string MediaUnknown(string kind) => $"{kind} is no kind of media. There are image, big-image, audio and video.";
    public static string InstanceTwice(string name) => $"Two rows name the data file {name}. Keep one.";
    public static string InstanceOfTwoSources(string name, string one, string other) => $"{name} would mean two things: {one} and {other}. Rename the list or the file.";
    public const string SearchInFile = "search() cannot be used with a list from a file. Remove it from the appearance, or use select_one.";
    public static string SearchListShared(string list) => $"The list {list} is used with search() elsewhere, and cannot be used without it here. Use another list.";
    public static string TriggerNotShown(string name) => $"{name} is not shown, so nobody can set off what it triggers. Use a question that is.";
    public static string NoLabelOrHint(string name) => $"{name} has neither label nor hint, so an XForm cannot show it. Write a label.";
    public const string BigImageNeedsImage = "big-image goes with an image. Name one in the column image too.";

    // Expressions.
    public static string ReferenceNotUnderstood(string text, int at) => $"“{text}” (character {at + 1}) is not closed or holds no name. A question is written ${{name}}, without spaces.";
    public const string ExpressionEmpty = "The expression is empty.";
    public const string ExpressionTooLong = "The expression is too long. Work parts of it out in calculate rows.";
    public const string ExpressionTooDeep = "Too many brackets or calls stand within each other. Work parts of it out in calculate rows.";
    public const string ExpressionEndsEarly = "The expression ends too early: something is missing at its end.";
    public static string Unexpected(string text, int at) => $"“{text}” does not fit here (character {at + 1}).";
    public static string StrayCharacter(char c, int at) => $"“{c}” has no meaning in an expression (character {at + 1}).";
    public static string NotEqualIsWritten(int at) => $"“!” alone has no meaning (character {at + 1}). “Is not” is written != or not(…).";
    public static string AndIsWritten(int at) => $"“&” has no meaning (character {at + 1}). Write: and.";
    public static string BraceWithoutDollar(int at) => $"A brace stands alone (character {at + 1}). A question is written ${{name}}.";
    public static string DollarWithoutBrace(int at) => $"$ stands without a brace (character {at + 1}). A question is written ${{name}}.";
    public static string BraceNotClosed(int at) => $"The brace of ${{ is not closed (character {at + 1}).";
    public static string QuoteNotClosed(int at) => $"The quotation mark is not closed (character {at + 1}).";
    public static string NotClosed(string sign, int at) => $"“{sign}” is missing: what is opened at character {at + 1} is not closed.";
    public static string NumberRunsIntoName(int at) => $"A number runs into a name (character {at + 1}). Put a space or an operator between.";
    public static string UnknownAxis(string axis, int at) => $"The axis {axis} is not known (character {at + 1}).";
    public static string NoSuchQuestion(string name, Question? near, int at) => near is null
        ? $"${{{name}}} is no question (character {at + 1})."
        : $"${{{name}}} is no question. Did you mean ${{{near.Name}}}? Row {near.Row} has it.";
    public static string AmbiguousQuestion(string name, int at) => $"Several questions are named {name} (character {at + 1}). Give each its own name.";
    public static string PathLeadsNowhere(string name, Question? near, int at) => near is null
        ? $"The path finds nothing named {name} (character {at + 1})."
        : $"The path finds nothing named {name} (character {at + 1}). Row {near.Row} has {near.Name}: write ${{{near.Name}}}.";
    public static string UnionOfValues(int at) => $"| joins sets of questions, not values (character {at + 1}). “Or” is written: or.";
    public static string PathOfValue(int at) => $"A path cannot go on from a value (character {at + 1}).";
    public static string NoSuchFunction(string name, string? near, int at) => near is null
        ? $"{name}() is no function (character {at + 1})."
        : $"{name}() is no function. Did you mean {near}()?";
    public static string WrongNumberOfArguments(string name, int least, int most, int given)
    {
        var wanted = most == int.MaxValue ? $"at least {least}" : least == most ? $"{least}" : $"{least} to {most}";
        return $"{name}() takes {wanted} argument{(wanted == "1" ? "" : "s")}; here {(given == 1 ? "is" : "are")} {given}.";
    }
    public static string ArgumentMustBeNodes(string function, int place) => $"Argument {place} of {function}() must name questions, for example ${{age}}.";
    public static string ArgumentMustBeReference(string function, int place) => $"Argument {place} of {function}() must be a question, for example ${{age}}.";
    public static string ArgumentMustBeRepeat(int place) => $"Argument {place} of indexed-repeat() must be a repeat.";
    public const string IndexedRepeatPairs = "indexed-repeat() takes a question, then for each repeat its name and a number.";
    public static string NotInRepeat(string name, string repeat) => $"{name} does not stand in the repeat {repeat}.";
    public const string WeightsArePairs = "weighted-checklist() takes two bounds, then for each condition its weight.";
    public static string NoSuchDigest(string name) => $"digest() knows no “{name}”. There are MD5, SHA-1, SHA-256, SHA-384 and SHA-512.";
    public static string NoSuchEncoding(string name) => $"digest() writes base64 or hex, not “{name}”.";
    public const string PropertyIsEmpty = "property() gives nothing here: Sala keeps nothing about a device or its user.";
    public const string SignatureNotChecked = "extract-signed() gives nothing here: Sala does not check signatures in a form.";
    public const string InstanceNeedsName = "instance() takes the name of a list in quotation marks.";
    public const string ChoiceNameNeedsSelect = "jr:choice-name() takes an answer and the question it belongs to, for example jr:choice-name(${fruit}, '${fruit}').";
    public static string PatternNotUnderstood(string pattern) => $"The pattern “{pattern}” of regex() cannot be understood.";
    public static string DatePatternNotUnderstood(string sign) => $"“{sign}” has no meaning in a date pattern. There are %Y %y %m %n %b %d %e %a %H %h %M %S %3.";

    // What a check finds.
    public const string ThisSide = "one side";
    public static string GroupHasNoValue(string name) => $"{name} is a group or note and has no value, so it equals only the empty text. Name a question in it.";
    public static string NumberAgainstText(string name, string text) => $"{name} is a number and can never be “{text}”. Compare it with a number, or with '' for “not answered”.";
    public static string NumberAgainstDay(string name, string text) => $"{name} is a number, and “{text}” counts as the days from 1970-01-01 to it. Compare a number with a number, a date with a date.";
    public static string DayAgainstText(string name, string text) => $"{name} is a date and can never be “{text}”. Write the day as 2026-11-24, within quotation marks.";
    public static string DayAgainstNumber(string name) => $"{name} is a date and counts here as days since 1970-01-01. Compare it with a date such as date('2026-11-24'), or compare days: today() - ${{{name}}} > 365.";
    public static string TimeAgainst(string name) => $"{name} is a time, and times have no order as they stand. Compare decimal-time({name}) with decimal-time('14:30').";
    public static string OrderOfTexts(string text) => $"< and > compare numbers and dates only; “{text}” is neither, so this never holds.";
    public static string TruthAgainstText(string text) => $"One side is true or false, and “{text}” counts as true, whatever its letters. Leave the comparison out, or write not(…).";
    public static string StoredTruthAgainst(string name, string text) => $"{name} keeps the word true or false and can never be “{text}”. Write ${{{name}}} = 'true' or ${{{name}}} = 'false'.";
    public static string StoredTruth(string name) => $"{name} keeps the word true or false, and either counts as true here. Write ${{{name}}} = 'true' or ${{{name}}} = 'false'.";
    public static string MultipleWithEquals(string name, string code) => $"{name} may have several answers; = holds only where {code} alone is chosen. Write selected(${{{name}}}, '{code}').";
    public static string NoSuchColumn(string column, string question, string? near) =>
        $"The choices have no column {column}, so the list {question} will be empty. {(near is null ? "" : $"Did you mean {near}? ")}A code stands within quotation marks: '{column}'.";
    public const string SwitchedOff = "This is switched off: its relevance never holds. Delete the row, or set “disabled” to yes.";
    public const string RelevanceNeverHolds = "This relevance can never hold, so nobody will be asked. Look at its parts: two of them exclude each other, or one excludes every answer.";
    public const string NeverReached = "Nobody can come here: this relevance never holds together with that of its groups and of the questions it needs an answer to.";
    public static string ThoughRequired(bool group, int count) => group ? $"{count} required {(count == 1 ? "question is" : "questions are")} in it." : "The question is required.";
    public const string ConstraintNeverMet = "No answer meets this constraint, so any answer is refused. Look at its bounds: two of them exclude each other, or one excludes every choice.";
    public const string ConstraintNeverMetRequired = "No answer meets this constraint, and an answer is required: nobody can go on. Look at its bounds: two of them exclude each other, or one excludes every choice.";
    public const string RepeatNever = "The count can never be above zero, so the repeat is never asked.";
    public static string ListUnused(string list) => $"Nothing uses the list {list}. Delete it, or name it in a type such as select_one {list}.";
    public static string ChoiceNeverOffered(string choice, string question) => $"The choice filter of {question} can never offer {choice}. Look at its cells in the columns that the filter names.";
    public static string LabelsAlike(string label, string language, string code, string twin, int row) => $"“{label}” ({language}) is the label of {code} and, in row {row}, of {twin}: nobody can tell them apart.";
    public static string CodeMeansOther(string code, string label, string list, string otherLabel, string otherList, int row) =>
        $"{code} means “{label}” in the list {list}, but “{otherLabel}” in {otherList} (row {row}), with the two the other way round. Give both lists the same codes, or rename the codes of one.";
    public static string CodeMeansOtherInLanguage(string code, string other, string language, string otherLanguage, int row) =>
        $"The labels of {code} and {other} (row {row}) seem to stand the other way round in {otherLanguage} than in {language}.";
    public static string ChoiceWithoutWords(string code) => $"The choice {code} has no label: people will see its code.";
    public static string ColumnNotTranslated(string column, string language, int count) => $"No row has a {column} in {language}, while {count} {(count == 1 ? "has" : "have")} one in another language; that one will be shown.";
    public static string NotTranslated(string name, string column, string language) => $"{name} has no {column} in {language}; another language will be shown.";

    // What changed between two versions.
    public static string FormIdChanged(string old, string now) => $"The form's id was {old} and is {now}: programs take it for another form.";
    public static string LanguageAdded(string language) => $"The language {language} is new.";
    public static string LanguageRemoved(string language) => $"The language {language} is gone.";
    public static string QuestionAdded(string name) => $"{name} is new; old data have no answer to it.";
    public static string RequiredAdded(string name) => $"{name} is new and required; old data have no answer to it.";
    public static string NoteRemoved(string name) => $"{name} is gone; it held no answers.";
    public static string QuestionRemoved(string name) => $"{name} is gone, and nothing that is new looks like it: its answers have no place. Keep the question, or name another in the mapping.";
    public static string QuestionRenamed(string old, string now) => $"{old} is named {now} now. The mapping carries its answers over.";
    public static string MovedBetweenRepeats(string name, string? old, string? now) => $"{name} stood {Where(old)} and stands {Where(now)} now: one answer cannot become several, nor several one. Decide in the mapping.";
    public static string MovedBetweenGroups(string name) => $"{name} moved to another group. Sala goes by the name; in the XML of other programs its path changes.";
    private static string Where(string? repeat) => repeat is null ? "outside any repeat" : $"in the repeat {repeat}";
    public static string TypeTakesNothing(string name, QuestionType old, QuestionType now) => $"{name} was {TypeName(old)} and is {TypeName(now)}, which takes no answer: its answers have no place.";
    public static string TypeChanged(string name, QuestionType old, QuestionType now, Comparing.Effect effect) => $"{name} was {TypeName(old)} and is {TypeName(now)}. " + effect switch
    {
        Comparing.Effect.Carried => "Every old answer is one that the new type takes.",
        Comparing.Effect.Doubtful => "Old answers are carried over where the new type takes them.",
        _ => "Old answers that the new type does not take are left out and told by the mapping.",
    };
    public static string TypeName(QuestionType type) => type switch
    {
        QuestionType.SelectOne => "select_one",
        QuestionType.SelectMultiple => "select_multiple",
        QuestionType.DateTime => "dateTime",
        _ => type.ToString().ToLowerInvariant(),
    };
    public static string RuleChanged(string name, string rule, Comparing.Effect effect) => effect == Comparing.Effect.Safe
        ? $"The {rule} of {name} changed or went: every old answer is allowed still."
        : rule switch
        {
            "relevant" => $"The relevance of {name} changed: others are asked now than were before. Old answers of those who would not be asked any more are left out when the form is opened.",
            "constraint" => $"The constraint of {name} changed: old answers may be outside it.",
            "required" => $"{name} is required now; old data may lack it.",
            "choice_filter" => $"The choice filter of {name} changed: old answers may not be offered any more.",
            _ => $"The repeat_count of {name} changed: old data may have more instances or fewer.",
        };
    public static string CalculationChanged(string name) => $"The calculation of {name} changed: old values were worked out otherwise. Opened in the new form they are worked out anew.";
    public static string QuestionReworded(string name, string language) => $"{name} asks something else in {language}: see whether answers to the old words answer the new ones. If not, give the question a new name.";
    public static string WordsChanged(string name, string column, string language) => $"The {column} of {name} changed in {language}.";
    public static string CodeRenamed(string question, string old, string now) => $"{question}: the code {old} is {now} now, with the same words. The mapping carries it over.";
    public static string CodeMoved(string question, string old, string now, string words) => $"{question}: “{words}” had the code {old} and has {now} now, so {old} means something else. The mapping carries old answers by their words; data that are put together without it are wrong.";
    public static string CodeReworded(string question, string code, string old, string now) => $"{question}: the code {code} was “{old}” and is “{now}”. If that is another meaning, give it a new code; if it is the same, write {code} in the mapping.";
    public static string CodeLonger(string question, string code, string old, string now) => $"{question}: the code {code} was “{old}” and is “{now}”. See whether that means the same; if not, give it a new code.";
    public static string CodeRemoved(string question, string code, string words) => $"{question}: the code {code} (“{words}”) is gone: old answers with it have no place. Keep the code, or name another in the mapping.";
    public static string ChoiceReworded(string question, string code) => $"{question}: the words of {code} changed a little.";
    public static string CodeAdded(string question, string code) => $"{question}: the code {code} is new.";
    public const string MappingNeedsQuestion = "The first cell names a question of the old form; here it is empty.";
    public static string NoSuchWay(string way) => $"“{way}” is no way to turn an answer. There are: nothing (copy), whole, day.";

    // What a simulation did not reach.
    public const string NeverHolds = "its relevance can never hold";
    public const string NeverHoldsWithOthers = "its relevance can never hold together with that of its groups and of the questions it reads";
    public const string RepeatNeverCounted = "its repeat_count never gave a number above zero";
    public const string NeverOffered = "the choice filter never offers it";
    public const string NeverTaken = "the constraint never takes it";
    public const string NoAnswerFound = "no answer was found that the constraint takes";
    public static string WaitsForEmpty(string name) => $"it waits for {name}, which stays empty in a simulation";
    public static string LongList(int choices, int interviews) => $"the list has {choices} choices, and there were {interviews} interviews: simulate more";
    public static string NotMet(int interviews) => $"not met in {interviews} interviews, though it does not look impossible: simulate more, or look at its rule";

    // Sessions.
    public const string RulesTakeTooLong = "The rules of the form look at far too many answers to be worked out. Conditions within conditions over a repeat are the likely reason: work parts of them out in calculate rows.";
    public const string NotASession = "This is no saved session of this form.";

    /// <summary>What a person is told whose answer was not taken. The Thai texts are drafts that wait for a Thai speaker's review.</summary>
    public static string Answer(string code, string language)
    {
        var thai = language.StartsWith("th", StringComparison.OrdinalIgnoreCase);
        return code switch
        {
            AnswerCode.Required => thai ? "ข้อนี้ต้องตอบก่อน จึงจะไปต่อได้" : "This question needs an answer before you go on.",
            AnswerCode.Constraint => thai ? "คำตอบนี้ใช้กับคำถามข้อนี้ไม่ได้ ลองดูอีกครั้ง" : "This answer does not fit the question. Please look again.",
            AnswerCode.NotAnInteger => thai ? "พิมพ์เป็นตัวเลข เช่น 12" : "Please type a whole number, like 12.",
            AnswerCode.NotANumber => thai ? "พิมพ์เป็นตัวเลข เช่น 12 หรือ 12.5" : "Please type a number, like 12 or 12.5.",
            AnswerCode.OutOfRange => thai ? "ตัวเลขนี้น้อยหรือมากเกินไป" : "This number is too small or too large.",
            AnswerCode.NotADate => thai ? "เลือกวันที่ เช่น 2026-11-24" : "Please give a day, like 2026-11-24.",
            AnswerCode.NotATime => thai ? "พิมพ์เวลา เช่น 14:30" : "Please give a time, like 14:30.",
            AnswerCode.NotAPlace => thai ? "ใช้สถานที่นี้ไม่ได้ ลองอีกครั้ง" : "This place cannot be used. Please try again.",
            AnswerCode.NotAChoice => thai ? "เลือกคำตอบจากรายการ" : "Please choose from the list.",
            AnswerCode.NotRanked => thai ? "จัดลำดับให้ครบทุกข้อ" : "Please put all of them in order.",
            AnswerCode.TooLong => thai ? "ข้อความยาวเกินไป ลองเขียนให้สั้นลง หรือส่งต่อทีหลังได้" : "This text is too long. Please make it shorter. You can write more later.",
            AnswerCode.TooMany => thai ? "มีมากเกินไป" : "There are too many of these.",
            AnswerCode.ReadOnly => thai ? "ข้อนี้มีไว้อ่านอย่างเดียว" : "This can only be read.",
            _ => thai ? "ข้อนี้ไม่ได้ถามตอนนี้" : "This question is not asked now.",
        };
    }

}
