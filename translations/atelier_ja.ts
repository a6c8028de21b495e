<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>Adoption</name>
    <message>
        <source>It ended unexpectedly.</source>
        <translation>予期せず終了しました。</translation>
    </message>
</context>
<context>
    <name>ApiServer</name>
    <message>
        <source>There is nothing at “%1”.</source>
        <translation>「%1」には何もありません。</translation>
    </message>
    <message>
        <source>“%1” is not possible here.</source>
        <translation>「%1」はここでは実行できません。</translation>
    </message>
</context>
<context>
    <name>Atelier::Client::Answerer</name>
    <message>
        <source>Atelier&apos;s background service does not answer.</source>
        <translation>Atelier のバックグラウンドサービスが応答しません。</translation>
    </message>
    <message>
        <source>Another user&apos;s program has taken the place of Atelier&apos;s background service. Nothing was told to it.</source>
        <translation>別のユーザーのプログラムが Atelier のバックグラウンドサービスの場所を使っています。そのプログラムには何も伝えていません。</translation>
    </message>
</context>
<context>
    <name>Atelier::Client::ChangeStream</name>
    <message>
        <source>Atelier&apos;s background service sent a change that is too large.</source>
        <translation>Atelier のバックグラウンドサービスから届いた変更が大きすぎます。</translation>
    </message>
    <message>
        <source>The connection to Atelier&apos;s background service ended.</source>
        <translation>Atelier のバックグラウンドサービスとの接続が切れました。</translation>
    </message>
</context>
<context>
    <name>Atelier::Client::ControlPlane</name>
    <message>
        <source>An instance named “%1” exists already.</source>
        <translation>「%1」という名前のインスタンスはすでにあります。</translation>
    </message>
</context>
<context>
    <name>Atelier::Client::CreationLogReader</name>
    <message>
        <source>The creation log of “%1” is too long to be shown.</source>
        <translation>「%1」の作成ログは長すぎるため表示できません。</translation>
    </message>
</context>
<context>
    <name>Atelier::Client::DataFolder</name>
    <message>
        <source>Atelier can&apos;t write to its folder “%1”: %2.</source>
        <translation>Atelier がフォルダー「%1」に書き込めません: %2。</translation>
    </message>
</context>
<context>
    <name>Atelier::Client::DetachedProcess</name>
    <message>
        <source>A part of Atelier can&apos;t be started. Installing Atelier again may help.</source>
        <translation>Atelier の一部を起動できません。Atelier を再インストールすると直る場合があります。</translation>
    </message>
</context>
<context>
    <name>Atelier::Client::Endpoint</name>
    <message>
        <source>The note on where Atelier&apos;s background service answers is damaged.</source>
        <translation>Atelier のバックグラウンドサービスのアドレスを記したファイルが壊れています。</translation>
    </message>
    <message>
        <source>Atelier&apos;s background service does not run.</source>
        <translation>Atelier のバックグラウンドサービスが動いていません。</translation>
    </message>
    <message>
        <source>“%1” can&apos;t be read.</source>
        <translation>「%1」を読み取れません。</translation>
    </message>
</context>
<context>
    <name>Atelier::Client::InstanceDraft</name>
    <message>
        <source>There is an instance “%1” already. Choose another name; “%2” is free.</source>
        <translation>インスタンス「%1」はすでにあります。別の名前を選んでください。「%2」は使えます。</translation>
    </message>
    <message>
        <source>Choose a size.</source>
        <translation>サイズを選んでください。</translation>
    </message>
    <message>
        <source>Choose the public key that may log in.</source>
        <translation>ログインを許可する公開鍵を選んでください。</translation>
    </message>
</context>
<context>
    <name>Atelier::Client::InstancesModel</name>
    <message>
        <source>JupyterLab</source>
        <translation>JupyterLab</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Applications</source>
        <translation>アプリケーション</translation>
    </message>
    <message>
        <source>SSH address</source>
        <translation>SSH アドレス</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>作成日時</translation>
    </message>
    <message>
        <source>Last operation</source>
        <translation>最後の操作</translation>
    </message>
</context>
<context>
    <name>Atelier::Client::Launcher</name>
    <message>
        <source>Atelier&apos;s background service is newer than this window. Update Atelier, or close this window and open the newer one.</source>
        <translation>Atelier のバックグラウンドサービスがこのウィンドウより新しい版です。Atelier を更新するか、このウィンドウを閉じて新しい版を開いてください。</translation>
    </message>
    <message>
        <source>Atelier&apos;s background service is older than this window. Restart it; instances and kernels keep running.</source>
        <translation>Atelier のバックグラウンドサービスがこのウィンドウより古い版です。サービスを再起動してください。インスタンスとカーネルは動き続けます。</translation>
    </message>
    <message>
        <source>A part of Atelier is missing. Install Atelier again.</source>
        <translation>Atelier の一部が見つかりません。Atelier を再インストールしてください。</translation>
    </message>
    <message>
        <source>Atelier&apos;s background service ended as soon as it was started.</source>
        <translation>Atelier のバックグラウンドサービスが起動直後に終了しました。</translation>
    </message>
    <message>
        <source>Atelier&apos;s background service could not start. It said: %1</source>
        <translation>Atelier のバックグラウンドサービスを起動できませんでした。メッセージ: %1</translation>
    </message>
    <message>
        <source>Another process keeps Atelier&apos;s folder “%1” to itself and does not answer. End it, or restart the computer.</source>
        <translation>別のプロセスが Atelier のフォルダー「%1」を占有していて、応答しません。そのプロセスを終了するか、コンピューターを再起動してください。</translation>
    </message>
    <message>
        <source>Atelier&apos;s background service did not begin to answer in time. Try again.</source>
        <translation>Atelier のバックグラウンドサービスが時間内に応答を始めませんでした。もう一度お試しください。</translation>
    </message>
    <message>
        <source>It is not certain which program Atelier&apos;s background service is, so none was ended. Restart the computer.</source>
        <translation>どのプログラムが Atelier のバックグラウンドサービスなのか確認できないため、何も終了していません。コンピューターを再起動してください。</translation>
    </message>
    <message>
        <source>Atelier&apos;s background service was asked to end and has not done so yet. Try again in a while.</source>
        <translation>Atelier のバックグラウンドサービスに終了を求めましたが、まだ終了していません。しばらくしてからもう一度お試しください。</translation>
    </message>
</context>
<context>
    <name>Atelier::Client::MountsModel</name>
    <message>
        <source>Folder on this computer</source>
        <translation>このコンピューターのフォルダー</translation>
    </message>
    <message>
        <source>Path inside the instance</source>
        <translation>インスタンス内のパス</translation>
    </message>
    <message>
        <source>Writable</source>
        <translation>書き込み可</translation>
    </message>
</context>
<context>
    <name>Atelier::Client::Operation</name>
    <message>
        <source>“%1” was deleted meanwhile.</source>
        <translation>「%1」はその間に削除されました。</translation>
    </message>
    <message>
        <source>The operation on “%1” did not succeed.</source>
        <translation>「%1」への操作は成功しませんでした。</translation>
    </message>
</context>
<context>
    <name>Atelier::Client::Requests</name>
    <message>
        <source>Atelier&apos;s background service gave an answer that can&apos;t be understood.</source>
        <translation>Atelier のバックグラウンドサービスの応答を解釈できません。</translation>
    </message>
    <message>
        <source>Atelier&apos;s background service did not answer in time.</source>
        <translation>Atelier のバックグラウンドサービスが時間内に応答しませんでした。</translation>
    </message>
    <message>
        <source>Atelier&apos;s background service does not answer.</source>
        <translation>Atelier のバックグラウンドサービスが応答しません。</translation>
    </message>
</context>
<context>
    <name>Atelier::Client::SizesModel</name>
    <message>
        <source>%1 of %2 cores and %3 of %4 GiB are free now.</source>
        <translation>現在 %2 コア中 %1 コア、%4 GiB 中 %3 GiB が空いています。</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>空きあり</translation>
    </message>
    <message>
        <source>Shared: 1 core is free</source>
        <translation>共有: 1 コア空き</translation>
    </message>
    <message>
        <source>Shared: %1 cores are free</source>
        <translation>共有: %1 コア空き</translation>
    </message>
    <message>
        <source>Shared: %1 GiB are free</source>
        <translation>共有: %1 GiB 空き</translation>
    </message>
    <message>
        <source>1 core</source>
        <translation>1 コア</translation>
    </message>
    <message>
        <source>%1 cores</source>
        <translation>%1 コア</translation>
    </message>
    <message>
        <source>%1 GiB</source>
        <translation>%1 GiB</translation>
    </message>
    <message>
        <source>None</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Cores</source>
        <translation>コア</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>メモリ</translation>
    </message>
    <message>
        <source>GPUs</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>Free now</source>
        <translation>現在の空き</translation>
    </message>
</context>
<context>
    <name>Atelier::Compute::ComputePage</name>
    <message>
        <source>Compute</source>
        <translation>コンピュート</translation>
    </message>
    <message>
        <source>Instances</source>
        <translation>インスタンス</translation>
    </message>
    <message>
        <source>New…</source>
        <translation>新規…</translation>
    </message>
    <message>
        <source>Create an instance (%1)</source>
        <translation>インスタンスを作成 (%1)</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>the connection is lost.</source>
        <translation>接続が切れています。</translation>
    </message>
    <message>
        <source>New instance…</source>
        <translation>新しいインスタンス…</translation>
    </message>
    <message>
        <source>Show: %1</source>
        <translation>表示: %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>action, instance</comment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>Atelier::Compute::CreateDialog</name>
    <message>
        <source>New Instance</source>
        <translation>新しいインスタンス</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Create instance</source>
        <translation>インスタンスを作成</translation>
    </message>
    <message>
        <source>Creating %1</source>
        <translation>%1 を作成中</translation>
    </message>
</context>
<context>
    <name>Atelier::Compute::CreateForm</name>
    <message>
        <source>&amp;Name</source>
        <translation>名前(&amp;N)</translation>
    </message>
    <message>
        <source>Allow my own SSH &amp;logins</source>
        <translation>自分の SSH ログインを許可する(&amp;L)</translation>
    </message>
    <message>
        <source>The studio always connects with its own key. This is for your terminal and other programs.</source>
        <translation>スタジオは常に専用の鍵で接続します。これはターミナルやほかのプログラム用です。</translation>
    </message>
    <message>
        <source>&amp;Folders from this computer</source>
        <translation>このコンピューターのフォルダー(&amp;F)</translation>
    </message>
</context>
<context>
    <name>Atelier::Compute::CreationLogView</name>
    <message>
        <source>Creation log</source>
        <translation>作成ログ</translation>
    </message>
    <message>
        <source>The log is empty.</source>
        <translation>ログは空です。</translation>
    </message>
</context>
<context>
    <name>Atelier::Compute::DeleteDialog</name>
    <message>
        <source>No files exist only in its home: nothing is lost.</source>
        <translation>ホームにしかないファイルはありません。失われるものはありません。</translation>
    </message>
    <message>
        <source>More than %L1 files (%2) that exist only in its home are lost.</source>
        <translation>ホームにしかない %L1 個を超えるファイル (%2) が失われます。</translation>
    </message>
    <message>
        <source>1 file (%1) that exists only in its home is lost.</source>
        <translation>ホームにしかない 1 個のファイル (%1) が失われます。</translation>
    </message>
    <message>
        <source>%L1 files (%2) that exist only in its home are lost.</source>
        <translation>ホームにしかない %L1 個のファイル (%2) が失われます。</translation>
    </message>
    <message>
        <source>Newest: %1, %2 (%3).</source>
        <translation>最新: %1、%2 (%3)。</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>%1 の削除</translation>
    </message>
    <message>
        <source>Delete %1?</source>
        <translation>%1 を削除しますか?</translation>
    </message>
    <message>
        <source>Workspace files and folders from this computer stay as they are.</source>
        <translation>ワークスペースのファイルと、このコンピューターのフォルダーはそのまま残ります。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Counting its files…</source>
        <translation>ファイルを数えています…</translation>
    </message>
    <message>
        <source>Its files could not be counted: %1 Everything in its home is lost.</source>
        <translation>ファイルを数えられませんでした: %1 ホームにあるものはすべて失われます。</translation>
    </message>
    <message>
        <source>It is running and is stopped first.</source>
        <translation>実行中のため、先に停止します。</translation>
    </message>
</context>
<context>
    <name>Atelier::Compute::FoldersDialog</name>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Folders of %1</source>
        <translation>%1 のフォルダー</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
</context>
<context>
    <name>Atelier::Compute::FoldersEditor</name>
    <message>
        <source>Add folder…</source>
        <translation>フォルダーを追加…</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>参照…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>取り除く</translation>
    </message>
    <message>
        <source>Folders from this computer</source>
        <translation>このコンピューターのフォルダー</translation>
    </message>
    <message>
        <source>Choose another folder for the selected row</source>
        <translation>選択した行に別のフォルダーを選ぶ</translation>
    </message>
    <message>
        <source>Folder for the Instance</source>
        <translation>インスタンスで使うフォルダー</translation>
    </message>
</context>
<context>
    <name>Atelier::Compute::IncludeAction</name>
    <message>
        <source>Remove the names for SSH</source>
        <translation>SSH 用の名前を取り除く</translation>
    </message>
    <message>
        <source>Names for SSH…</source>
        <translation>SSH 用の名前…</translation>
    </message>
    <message>
        <source>NAME</source>
        <comment>stands for an instance&apos;s name</comment>
        <translation>名前</translation>
    </message>
</context>
<context>
    <name>Atelier::Compute::InstanceActions</name>
    <message>
        <source>Start</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>再起動</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>削除…</translation>
    </message>
    <message>
        <source>Open JupyterLab</source>
        <translation>JupyterLab を開く</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1: select an instance first.</source>
        <translation>%1: 先にインスタンスを選択してください。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>… and %1 more.</source>
        <translation>… ほか %1 件。</translation>
    </message>
</context>
<context>
    <name>Atelier::Compute::InstanceDetails</name>
    <message>
        <source>Select an instance to see its details.</source>
        <translation>インスタンスを選択すると詳細が表示されます。</translation>
    </message>
    <message>
        <source>Close the details (Esc)</source>
        <translation>詳細を閉じる (Esc)</translation>
    </message>
    <message>
        <source>Close the details</source>
        <translation>詳細を閉じる</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>制限</translation>
    </message>
    <message>
        <source>Isolation</source>
        <translation>分離</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>フォルダー</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>変更…</translation>
    </message>
    <message>
        <source>SSH logins</source>
        <translation>SSH ログイン</translation>
    </message>
    <message>
        <source>SSH address</source>
        <translation>SSH アドレス</translation>
    </message>
    <message>
        <source>Home inside</source>
        <translation>内部のホーム</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>作成日時</translation>
    </message>
    <message>
        <source>Last operation</source>
        <translation>最後の操作</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>説明</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>タグ</translation>
    </message>
    <message>
        <source>Copy technical details</source>
        <translation>技術的な詳細をコピー</translation>
    </message>
    <message>
        <source>Creation log</source>
        <translation>作成ログ</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>Change the folders of this computer that the instance sees</source>
        <translation>インスタンスから見える、このコンピューターのフォルダーを変更</translation>
    </message>
    <message>
        <source>Folders can be changed while the instance is stopped.</source>
        <translation>フォルダーはインスタンスの停止中に変更できます。</translation>
    </message>
</context>
<context>
    <name>Atelier::Compute::InstanceOperations</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 of %2 instances refused: %3</source>
        <translation>%2 個中 %1 個のインスタンスで拒否されました: %3</translation>
    </message>
</context>
<context>
    <name>Atelier::Compute::InstanceTools</name>
    <message>
        <source>The connection ended. Press Return to close this window.</source>
        <translation>接続が終了しました。このウィンドウを閉じるには Return キーを押してください。</translation>
    </message>
    <message>
        <source>No terminal program was found. Install one or name it in $TERMINAL; in any terminal this logs in: %1</source>
        <translation>ターミナルのプログラムが見つかりませんでした。インストールするか、$TERMINAL で指定してください。どのターミナルでも、次のコマンドでログインできます: %1</translation>
    </message>
    <message>
        <source>%1 opens %2.</source>
        <translation>%1 で %2 を開きます。</translation>
    </message>
    <message>
        <source>Names for SSH</source>
        <translation>SSH 用の名前</translation>
    </message>
    <message>
        <source>Let SSH know your instances by their names?</source>
        <translation>SSH からインスタンスを名前で使えるようにしますか?</translation>
    </message>
    <message>
        <source>“ssh %1”, scp, rsync, Git and VS Code reach every instance then. Atelier puts one line at the top of %2 and changes nothing else in it:

%3

The menu at the bottom left takes it out again.</source>
        <translation>「ssh %1」、scp、rsync、Git、VS Code から、すべてのインスタンスに接続できるようになります。Atelier は %2 の先頭に 1 行を追加し、ほかの部分は変更しません:

%3

この行は、左下のメニューから取り除けます。</translation>
    </message>
    <message>
        <source>Add the line</source>
        <translation>行を追加</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>今はしない</translation>
    </message>
    <message>
        <source>Never ask again</source>
        <translation>今後は確認しない</translation>
    </message>
    <message>
        <source>The line was added to %1.</source>
        <translation>%1 に行を追加しました。</translation>
    </message>
    <message>
        <source>The line was taken out of %1.</source>
        <translation>%1 から行を取り除きました。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>forwarded port, instance</comment>
        <translation>%2 の %1</translation>
    </message>
    <message>
        <source>Open in browser: %1</source>
        <translation>ブラウザーで開く: %1</translation>
    </message>
    <message>
        <source>Stop forwarding: %1</source>
        <translation>転送を停止: %1</translation>
    </message>
    <message>
        <source>Forward: %1</source>
        <translation>転送: %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>action, instance</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Open in %1</source>
        <translation>%1 で開く</translation>
    </message>
    <message>
        <source>A terminal for %1 is being opened.</source>
        <translation>%1 のターミナルを開いています。</translation>
    </message>
</context>
<context>
    <name>Atelier::Compute::InstancesTable</name>
    <message>
        <source>Instances</source>
        <translation>インスタンス</translation>
    </message>
</context>
<context>
    <name>Atelier::Compute::InstancesToolBar</name>
    <message>
        <source>Filter</source>
        <translation>フィルター</translation>
    </message>
    <message>
        <source>Show only what contains these words (%1)</source>
        <translation>これらの語を含むものだけを表示 (%1)</translation>
    </message>
    <message>
        <source>Show the details (F4)</source>
        <translation>詳細を表示 (F4)</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>詳細</translation>
    </message>
</context>
<context>
    <name>Atelier::Compute::InstancesView</name>
    <message>
        <source>There is no instance to run notebooks in yet.</source>
        <translation>ノートブックを実行できるインスタンスがまだありません。</translation>
    </message>
    <message>
        <source>Create your first instance</source>
        <translation>最初のインスタンスを作成</translation>
    </message>
    <message>
        <source>No instance contains “%1”.</source>
        <translation>「%1」を含むインスタンスはありません。</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>フィルターをクリア</translation>
    </message>
    <message>
        <source>Looking for instances</source>
        <translation>インスタンスを探しています</translation>
    </message>
</context>
<context>
    <name>Atelier::Compute::KeyChooser</name>
    <message>
        <source>%1 bits</source>
        <translation>%1 ビット</translation>
    </message>
    <message>
        <source>no comment</source>
        <translation>コメントなし</translation>
    </message>
    <message>
        <source>Where the key comes from</source>
        <translation>鍵の入手元</translation>
    </message>
    <message>
        <source>Generate a new key pair</source>
        <translation>新しい鍵ペアを生成</translation>
    </message>
    <message>
        <source>Use one of my keys in ~/.ssh</source>
        <translation>~/.ssh にある自分の鍵を使う</translation>
    </message>
    <message>
        <source>Paste a public key</source>
        <translation>公開鍵を貼り付ける</translation>
    </message>
    <message>
        <source>Kind of key</source>
        <translation>鍵の種類</translation>
    </message>
    <message>
        <source>ED25519</source>
        <translation>ED25519</translation>
    </message>
    <message>
        <source>RSA, 4096 bits</source>
        <translation>RSA、4096 ビット</translation>
    </message>
    <message>
        <source>File of the private key</source>
        <translation>秘密鍵のファイル</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>参照…</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Kind:</source>
        <translation>種類:</translation>
    </message>
    <message>
        <source>Save as:</source>
        <translation>保存先:</translation>
    </message>
    <message>
        <source>File of the Private Key</source>
        <translation>秘密鍵のファイル</translation>
    </message>
    <message>
        <source>Public key</source>
        <translation>公開鍵</translation>
    </message>
    <message>
        <source>There is no public key in ~/.ssh.</source>
        <translation>~/.ssh に公開鍵がありません。</translation>
    </message>
    <message>
        <source>ssh-ed25519 AAAA… name@computer</source>
        <translation>ssh-ed25519 AAAA… name@computer</translation>
    </message>
    <message>
        <source>Generating…</source>
        <translation>生成中…</translation>
    </message>
    <message>
        <source>Saved as %1 and %1.pub · %2</source>
        <translation>%1 と %1.pub に保存しました · %2</translation>
    </message>
    <message>
        <source>Nothing is overwritten: an existing file is refused.</source>
        <translation>上書きはしません。既存のファイルは拒否されます。</translation>
    </message>
</context>
<context>
    <name>Atelier::Compute::LinkNotice</name>
    <message>
        <source>The connection is lost; what is shown is from %1 (%2). Trying again.</source>
        <translation>接続が切れています。表示は %1 (%2) 時点のものです。再接続しています。</translation>
    </message>
    <message>
        <source>The instances of this computer can&apos;t be reached. Trying again.</source>
        <translation>このコンピューターのインスタンスに接続できません。再試行しています。</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>今すぐ再試行</translation>
    </message>
</context>
<context>
    <name>Atelier::Compute::SizeChooser</name>
    <message>
        <source>Looking up what is free…</source>
        <translation>空きを調べています…</translation>
    </message>
    <message>
        <source>&amp;Size</source>
        <translation>サイズ(&amp;S)</translation>
    </message>
</context>
<context>
    <name>Atelier::Compute::TerminalCommands</name>
    <message>
        <source>SSH command</source>
        <translation>SSH コマンド</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>コマンドをコピー</translation>
    </message>
    <message>
        <source>From a terminal</source>
        <translation>ターミナルから</translation>
    </message>
    <message>
        <source>Log in</source>
        <translation>ログイン</translation>
    </message>
    <message>
        <source>Copy the files of the current folder</source>
        <translation>現在のフォルダーのファイルをコピー</translation>
    </message>
</context>
<context>
    <name>Atelier::Compute::ToolActions</name>
    <message>
        <source>Terminal</source>
        <translation>ターミナル</translation>
    </message>
    <message>
        <source>Forward a port…</source>
        <translation>ポートを転送…</translation>
    </message>
    <message>
        <source>Open in %1</source>
        <translation>%1 で開く</translation>
    </message>
    <message>
        <source>Open a terminal that is logged in</source>
        <translation>ログインした状態のターミナルを開く</translation>
    </message>
    <message>
        <source>Open the home folder in %1</source>
        <translation>ホームフォルダーを %1 で開く</translation>
    </message>
    <message>
        <source>%1 needs its extension “%2”.</source>
        <translation>%1 には拡張機能「%2」が必要です。</translation>
    </message>
    <message>
        <source>Make a port of the instance one of this computer&apos;s (%1)</source>
        <translation>インスタンスのポートをこのコンピューターのポートとして使う (%1)</translation>
    </message>
    <message>
        <source>Forward a port: select one instance first.</source>
        <translation>ポートを転送: 先にインスタンスを 1 つ選択してください。</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1: select an instance first.</source>
        <translation>%1: 先にインスタンスを選択してください。</translation>
    </message>
    <message>
        <source>%1 needs a running instance; this one is in the state “%2”.</source>
        <translation>%1 には実行中のインスタンスが必要です。現在の状態は「%2」です。</translation>
    </message>
</context>
<context>
    <name>Atelier::Compute::ToolsSection</name>
    <message>
        <source>Your own tools</source>
        <translation>自分のツール</translation>
    </message>
    <message>
        <source>Set up…</source>
        <translation>設定…</translation>
    </message>
    <message>
        <source>Shows the line, and asks before it is written</source>
        <translation>行を表示し、書き込む前に確認します</translation>
    </message>
    <message>
        <source>For ssh, scp, rsync and Git it is “%1”.</source>
        <translation>ssh、scp、rsync、Git では「%1」という名前です。</translation>
    </message>
    <message>
        <source>“ssh %1” can work in every program.</source>
        <translation>「ssh %1」をどのプログラムでも使えるようにできます。</translation>
    </message>
</context>
<context>
    <name>Atelier::Connections::CheckAction</name>
    <message>
        <source>Check an SSH connection…</source>
        <translation>SSH 接続を確認…</translation>
    </message>
</context>
<context>
    <name>Atelier::Connections::CheckDialog</name>
    <message>
        <source>Check an SSH Connection</source>
        <translation>SSH 接続の確認</translation>
    </message>
    <message>
        <source>Command that removes the recorded key</source>
        <translation>記録されている鍵を削除するコマンド</translation>
    </message>
    <message>
        <source>Machine, as “ssh” takes it: a host, user@host:port, or a name of ~/.ssh/config</source>
        <translation>マシン (「ssh」で指定する形式): ホスト、user@host:port、または ~/.ssh/config にある名前</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>マシン</translation>
    </message>
    <message>
        <source>ada@gpu.example.org</source>
        <translation>ada@gpu.example.org</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>確認</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>レポートをコピー</translation>
    </message>
    <message>
        <source>Everything that Atelier needs works there.</source>
        <translation>Atelier に必要なものは、そこですべて使えます。</translation>
    </message>
    <message>
        <source>You can log in, but not everything works there.</source>
        <translation>ログインはできますが、使えないものがあります。</translation>
    </message>
    <message>
        <source>The host key of %1 has changed. The connection was refused.</source>
        <translation>%1 のホスト鍵が変わっています。接続を拒否しました。</translation>
    </message>
    <message>
        <source>Recorded: %1 %2</source>
        <translation>記録されている鍵: %1 %2</translation>
    </message>
    <message>
        <source>Presented: %1 %2</source>
        <translation>提示された鍵: %1 %2</translation>
    </message>
    <message>
        <source>Ask the machine&apos;s administrator first. Only if the new key is right, remove the old one with this command, then check again:</source>
        <translation>まずマシンの管理者に確認してください。新しい鍵が正しい場合に限り、このコマンドで古い鍵を削除してから、もう一度確認してください:</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Nothing was changed in the keychain. %1</source>
        <translation>キーチェーンは変更されませんでした。%1</translation>
    </message>
    <message>
        <source>Atelier logs in there as it does for everything else, and says step by step what works.</source>
        <translation>Atelier が普段と同じ方法でログインし、何が使えるかを段階ごとに示します。</translation>
    </message>
</context>
<context>
    <name>Atelier::Connections::CheckList</name>
    <message>
        <source>Good</source>
        <translation>良好</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>注意</translation>
    </message>
</context>
<context>
    <name>Atelier::Connections::HostKeyDialog</name>
    <message>
        <source>Unknown Machine</source>
        <translation>未知のマシン</translation>
    </message>
    <message>
        <source>Is this really %1?</source>
        <translation>これは本当に %1 ですか?</translation>
    </message>
    <message>
        <source>You have not connected to this machine before. Compare its %1 key&apos;s fingerprint with what its administrator says. If they differ, somebody else may be answering.</source>
        <translation>このマシンに接続するのは初めてです。%1 鍵のフィンガープリントを、管理者から知らされたものと比べてください。異なる場合は、ほかの誰かが応答している可能性があります。</translation>
    </message>
    <message>
        <source>Fingerprint of the host key</source>
        <translation>ホスト鍵のフィンガープリント</translation>
    </message>
    <message>
        <source>The answer is recorded nowhere (UserKnownHostsFile none), so this will be asked each time.</source>
        <translation>回答はどこにも記録されない (UserKnownHostsFile none) ため、毎回確認されます。</translation>
    </message>
    <message>
        <source>If you trust it, the key is recorded in %1, where ssh finds it as well.</source>
        <translation>信頼すると、鍵は %1 に記録されます。ssh もこのファイルを参照します。</translation>
    </message>
    <message>
        <source>Trust and connect</source>
        <translation>信頼して接続</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Other keys are recorded for this machine&apos;s server at the usual port, 22:</source>
        <translation>このマシンの通常のポート 22 のサーバーには、別の鍵が記録されています:</translation>
    </message>
    <message>
        <source>… and %1 more.</source>
        <translation>… ほか %1 個。</translation>
    </message>
</context>
<context>
    <name>Atelier::Connections::SecretDialog</name>
    <message>
        <source>Unlock Key</source>
        <translation>鍵のロック解除</translation>
    </message>
    <message>
        <source>Log In</source>
        <translation>ログイン</translation>
    </message>
    <message>
        <source>What the keychain had was wrong, and was taken out of it.</source>
        <translation>キーチェーンの内容が正しくなかったため、キーチェーンから取り除きました。</translation>
    </message>
    <message>
        <source>That passphrase was wrong. Try again.</source>
        <translation>パスフレーズが正しくありません。もう一度お試しください。</translation>
    </message>
    <message>
        <source>That was wrong. Try again.</source>
        <translation>入力が正しくありません。もう一度お試しください。</translation>
    </message>
    <message>
        <source>Fingerprint of the key</source>
        <translation>鍵のフィンガープリント</translation>
    </message>
    <message>
        <source>What the server says</source>
        <translation>サーバーからのメッセージ</translation>
    </message>
    <message>
        <source>Answer:</source>
        <translation>回答:</translation>
    </message>
    <message>
        <source>Show what is typed</source>
        <translation>入力内容を表示</translation>
    </message>
    <message>
        <source>Keep in the keychain</source>
        <translation>キーチェーンに保存</translation>
    </message>
    <message>
        <source>Looking for a keychain…</source>
        <translation>キーチェーンを探しています…</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>ロック解除</translation>
    </message>
    <message>
        <source>Log in</source>
        <translation>ログイン</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>The desktop&apos;s keychain keeps it, locked by its own password. Without this it is forgotten when Atelier ends.</source>
        <translation>デスクトップのキーチェーンに、キーチェーン自身のパスワードで保護して保存します。保存しない場合は、Atelier の終了時に破棄されます。</translation>
    </message>
    <message>
        <source>The key %1 is locked. Its passphrase is needed to log in to %2.</source>
        <comment>file, machine</comment>
        <translation>鍵 %1 はロックされています。%2 にログインするには、そのパスフレーズが必要です。</translation>
    </message>
    <message>
        <source>The password of %1 is needed to log in to %2.</source>
        <comment>user, machine</comment>
        <translation>%2 にログインするには、%1 のパスワードが必要です。</translation>
    </message>
    <message>
        <source>%2 asks this before %1 may log in:</source>
        <comment>user, machine</comment>
        <translation>%1 のログインのため、%2 が次の入力を求めています:</translation>
    </message>
    <message>
        <source>The desktop&apos;s keychain has not answered: it may be locked, and ask for its own password in another window. Unlock it there, or type the answer here.</source>
        <translation>デスクトップのキーチェーンが応答していません。ロックされていて、別のウィンドウでキーチェーン自体のパスワードを求めている可能性があります。そこでロックを解除するか、ここに直接入力してください。</translation>
    </message>
</context>
<context>
    <name>Atelier::Engine</name>
    <message>
        <source>“%1” could not be removed: %2.</source>
        <translation>「%1」を削除できませんでした: %2。</translation>
    </message>
    <message>
        <source>“%1” could not be shown in the instance; it is at its own path.</source>
        <translation>「%1」をインスタンス内に表示できませんでした。元のパスにあります。</translation>
    </message>
    <message>
        <source>Preparing the instance “%1”: home, keys and settings.</source>
        <translation>インスタンス「%1」を準備しています: ホーム、鍵、設定。</translation>
    </message>
    <message>
        <source>Starting the SSH server.</source>
        <translation>SSH サーバーを起動しています。</translation>
    </message>
    <message>
        <source>“%1” could not be written: %2.</source>
        <translation>「%1」を書き込めませんでした: %2。</translation>
    </message>
    <message>
        <source>The folder “%1” could not be made.</source>
        <translation>フォルダー「%1」を作成できませんでした。</translation>
    </message>
    <message>
        <source>The instance was stopped.</source>
        <translation>インスタンスは停止されました。</translation>
    </message>
    <message>
        <source>The instance was killed, perhaps because the memory ran out.</source>
        <translation>インスタンスは強制終了されました。メモリ不足の可能性があります。</translation>
    </message>
    <message>
        <source>The instance&apos;s SSH server ended by itself (status %1).</source>
        <translation>インスタンスの SSH サーバーがひとりでに終了しました (状態 %1)。</translation>
    </message>
    <message>
        <source>The computer restarted at %1.</source>
        <translation>%1 にコンピューターが再起動しました。</translation>
    </message>
    <message>
        <source>The computer restarted on %1.</source>
        <translation>%1 にコンピューターが再起動しました。</translation>
    </message>
    <message>
        <source>The instance ended unexpectedly; why is not known.</source>
        <translation>インスタンスが予期せず終了しました。理由は不明です。</translation>
    </message>
    <message>
        <source>Some processes of the instance could not be ended.</source>
        <translation>インスタンスの一部のプロセスを終了できませんでした。</translation>
    </message>
    <message>
        <source>The instance&apos;s SSH host key could not be made.</source>
        <translation>インスタンスの SSH ホスト鍵を作成できませんでした。</translation>
    </message>
    <message>
        <source>Instances need an SSH server: install the package openssh-server.</source>
        <translation>インスタンスには SSH サーバーが必要です。パッケージ openssh-server をインストールしてください。</translation>
    </message>
    <message>
        <source>The folder “%1” no longer exists on this computer. Remove it from the instance&apos;s folders, or bring it back.</source>
        <translation>フォルダー「%1」はこのコンピューターにもうありません。インスタンスのフォルダーから取り除くか、元に戻してください。</translation>
    </message>
    <message>
        <source>The instance could not be started by this computer.</source>
        <translation>このコンピューターでインスタンスを開始できませんでした。</translation>
    </message>
    <message>
        <source>Python is missing on this computer. Install the package python3, then restart the instance.</source>
        <translation>このコンピューターに Python がありません。パッケージ python3 をインストールしてから、インスタンスを再起動してください。</translation>
    </message>
    <message>
        <source>Python ended while it set up the instance.</source>
        <translation>インスタンスのセットアップ中に Python が終了しました。</translation>
    </message>
    <message>
        <source>The Python environment ~/.venv is there.</source>
        <translation>Python 環境 ~/.venv があります。</translation>
    </message>
    <message>
        <source>Making the Python environment ~/.venv.</source>
        <translation>Python 環境 ~/.venv を作成しています。</translation>
    </message>
    <message>
        <source>Python %1 is ready in ~/.venv after %2 s.</source>
        <translation>Python %1 が ~/.venv で使えるようになりました (%2 秒)。</translation>
    </message>
    <message>
        <source>pip is missing on this computer. Install the package python3-pip, then restart the instance.</source>
        <translation>このコンピューターに pip がありません。パッケージ python3-pip をインストールしてから、インスタンスを再起動してください。</translation>
    </message>
    <message>
        <source>The environment is the notebooks&apos; kernel “Python 3”.</source>
        <translation>この環境がノートブックのカーネル「Python 3」になります。</translation>
    </message>
    <message>
        <source>Notebooks need ipykernel: run “pip install ipykernel”.</source>
        <translation>ノートブックには ipykernel が必要です。「pip install ipykernel」を実行してください。</translation>
    </message>
    <message>
        <source>There is no sudo in an instance: use “pip install” for Python packages; the programs of the system are this computer&apos;s, install them there.</source>
        <translation>インスタンスには sudo がありません。Python パッケージには「pip install」を使ってください。システムのプログラムはこのコンピューターのものなので、コンピューター側でインストールしてください。</translation>
    </message>
    <message>
        <source>Atelier is not completely installed: the program that keeps instances running is missing. Install Atelier again.</source>
        <translation>Atelier のインストールが不完全です。インスタンスを動かし続けるプログラムがありません。Atelier を再インストールしてください。</translation>
    </message>
    <message>
        <source>The instance still runs. Stop it, then start it again.</source>
        <translation>インスタンスはまだ動いています。停止してから開始してください。</translation>
    </message>
    <message>
        <source>The instance is not isolated, so “%1” cannot be shown at “%2”; it is at its own path.</source>
        <translation>インスタンスが分離されていないため「%1」を「%2」に表示できません。元のパスにあります。</translation>
    </message>
    <message>
        <source>The instance is not isolated: its programs can see your files and processes.</source>
        <translation>インスタンスは分離されません。中のプログラムからあなたのファイルとプロセスが見えます。</translation>
    </message>
    <message>
        <source>The instance had to end: %1.</source>
        <translation>インスタンスを終了する必要がありました: %1。</translation>
    </message>
    <message>
        <source>The instance&apos;s SSH server did not start.</source>
        <translation>インスタンスの SSH サーバーが起動しませんでした。</translation>
    </message>
    <message>
        <source>The instance could not be started because the disk is full. Make room, then try again.</source>
        <translation>ディスクがいっぱいのため、インスタンスを開始できませんでした。空き容量を増やしてから、もう一度お試しください。</translation>
    </message>
    <message>
        <source>The instance could not be started: %1.</source>
        <translation>インスタンスを開始できませんでした: %1。</translation>
    </message>
    <message>
        <source>This computer does not let programs be separated from each other.</source>
        <translation>このコンピューターでは、プログラムを互いに分離することが許可されていません。</translation>
    </message>
    <message>
        <source>The instance was ended from outside, perhaps with your session.</source>
        <translation>インスタンスは外部から終了されました。セッションの終了に伴うものかもしれません。</translation>
    </message>
    <message>
        <source>The database knows no instance “%1”, so its folder was set aside; nothing of it was removed.</source>
        <translation>データベースにインスタンス「%1」がないため、そのフォルダーを別の場所に移しました。削除したものはありません。</translation>
    </message>
</context>
<context>
    <name>Atelier::Engine::LocalEngine</name>
    <message>
        <source>The instance is being started already.</source>
        <translation>インスタンスはすでに開始中です。</translation>
    </message>
    <message>
        <source>The instance was stopped.</source>
        <translation>インスタンスは停止されました。</translation>
    </message>
    <message>
        <source>The instance still runs. Stop it, then delete it.</source>
        <translation>インスタンスはまだ動いています。停止してから削除してください。</translation>
    </message>
    <message>
        <source>Separating programs from each other is switched off.</source>
        <translation>プログラムを互いに分離する機能は無効になっています。</translation>
    </message>
</context>
<context>
    <name>Atelier::Engine::MemoryWatch</name>
    <message>
        <source>The computer ran out of memory: the system ended a program of this instance, which used %1 of %2 GiB (%3).</source>
        <translation>コンピューターのメモリが不足したため、%2 GiB のうち %1 GiB を使っていたこのインスタンスのプログラムがシステムによって終了されました (%3)。</translation>
    </message>
    <message>
        <source>Out of memory: %1 of %2 GiB. The system ended a program (%3).</source>
        <translation>メモリ不足です: %2 GiB 中 %1 GiB。システムがプログラムを終了しました (%3)。</translation>
    </message>
</context>
<context>
    <name>Atelier::Forwards::ForwardDialog</name>
    <message>
        <source>Forward a port of %1</source>
        <translation>%1 のポートを転送</translation>
    </message>
    <message>
        <source>Edit the forward to %1</source>
        <translation>%1 への転送を編集</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>転送</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>A port such as 6006, or the path of a socket</source>
        <translation>6006 のようなポート、またはソケットのパス</translation>
    </message>
    <message>
        <source>Start with the studio and the instance</source>
        <translation>スタジオとインスタンスの起動時に開始する</translation>
    </message>
    <message>
        <source>&amp;In the instance</source>
        <translation>インスタンス側(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名前(&amp;N)</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>このコンピューター側</translation>
    </message>
    <message>
        <source>Any free port</source>
        <translation>空いている任意のポート</translation>
    </message>
    <message>
        <source>The port that it gets is asked for again the next time.</source>
        <translation>割り当てられたポートは、次回も要求されます。</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>ポート</translation>
    </message>
    <message>
        <source>Port of this computer</source>
        <translation>このコンピューターのポート</translation>
    </message>
    <message>
        <source>Say which port or socket to forward.</source>
        <translation>転送するポートまたはソケットを指定してください。</translation>
    </message>
</context>
<context>
    <name>Atelier::Forwards::ForwardDraft</name>
    <message>
        <source>port %1</source>
        <translation>ポート %1</translation>
    </message>
    <message>
        <source>The name is %1 characters long; up to %2 are allowed.</source>
        <translation>名前が %1 文字あります。使えるのは %2 文字までです。</translation>
    </message>
    <message>
        <source>The path of a socket can have up to %1 bytes.</source>
        <translation>ソケットのパスは %1 バイトまでです。</translation>
    </message>
    <message>
        <source>“%1” is not a port from 1 to 65535, nor the path of a socket, which begins with “/”.</source>
        <translation>「%1」は 1 から 65535 までのポートでも、「/」で始まるソケットのパスでもありません。</translation>
    </message>
    <message>
        <source>“%1” is not a port from 1024 to 65535.</source>
        <translation>「%1」は 1024 から 65535 までのポートではありません。</translation>
    </message>
</context>
<context>
    <name>Atelier::Forwards::ForwardRow</name>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>action, forward</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Open %1 in the browser</source>
        <translation>%1 をブラウザーで開く</translation>
    </message>
    <message>
        <source>Open in browser: not while it does not listen.</source>
        <translation>ブラウザーで開く: 待ち受けていない間は開けません。</translation>
    </message>
    <message>
        <source>Open in browser: %1</source>
        <translation>ブラウザーで開く: %1</translation>
    </message>
    <message>
        <source>More</source>
        <translation>その他</translation>
    </message>
    <message>
        <source>More: %1</source>
        <translation>その他: %1</translation>
    </message>
    <message>
        <source>Use another port</source>
        <translation>別のポートを使う</translation>
    </message>
</context>
<context>
    <name>Atelier::Forwards::ForwardsPanel</name>
    <message>
        <source>No ports are forwarded.</source>
        <translation>転送しているポートはありません。</translation>
    </message>
    <message>
        <source>Forwarded ports</source>
        <translation>転送ポート</translation>
    </message>
</context>
<context>
    <name>Atelier::Forwards::OfferRow</name>
    <message>
        <source>Open</source>
        <translation>開く</translation>
    </message>
    <message>
        <source>Forward the port and open it in the browser</source>
        <translation>ポートを転送し、ブラウザーで開く</translation>
    </message>
    <message>
        <source>Don&apos;t offer again</source>
        <translation>今後は提案しない</translation>
    </message>
    <message>
        <source>Don&apos;t offer port %1 of %2 again</source>
        <translation>%2 のポート %1 を今後は提案しない</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>今はしない</translation>
    </message>
    <message>
        <source>%1 on %2 of %3</source>
        <comment>program, port, instance</comment>
        <translation>%1 (%3 のポート %2)</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <comment>program, port</comment>
        <translation>%1 (ポート %2)</translation>
    </message>
</context>
<context>
    <name>Atelier::Forwards::OfferedPorts</name>
    <message>
        <source>A program</source>
        <translation>プログラム</translation>
    </message>
</context>
<context>
    <name>Atelier::Keychain</name>
    <message>
        <source>The keychain was not unlocked.</source>
        <translation>キーチェーンのロックが解除されませんでした。</translation>
    </message>
    <message>
        <source>The keychain refused access.</source>
        <translation>キーチェーンがアクセスを拒否しました。</translation>
    </message>
    <message>
        <source>There is no keychain that this program could use.</source>
        <translation>このプログラムで使えるキーチェーンがありません。</translation>
    </message>
    <message>
        <source>The keychain reported a fault.</source>
        <translation>キーチェーンが異常を報告しました。</translation>
    </message>
    <message>
        <source>The keychain did not answer within %1 s. It may be locked.</source>
        <translation>キーチェーンが %1 秒以内に応答しませんでした。ロックされている可能性があります。</translation>
    </message>
</context>
<context>
    <name>Atelier::Logs::GoToBar</name>
    <message>
        <source>&amp;Go to line:</source>
        <translation>行へ移動(&amp;G):</translation>
    </message>
    <message>
        <source>1 to %1</source>
        <translation>1～%1</translation>
    </message>
    <message>
        <source>The log has no lines yet.</source>
        <translation>ログにはまだ行がありません。</translation>
    </message>
    <message>
        <source>Give a number from 1 to %1.</source>
        <translation>1 から %1 までの番号を入力してください。</translation>
    </message>
</context>
<context>
    <name>Atelier::Logs::JumpButton</name>
    <message>
        <source>Follow the log (End)</source>
        <translation>ログの末尾を追従 (End)</translation>
    </message>
    <message>
        <source>Jump to the end</source>
        <translation>末尾へ移動</translation>
    </message>
    <message>
        <source>Jump to the end (1 new line)</source>
        <translation>末尾へ移動 (新しい行: 1 行)</translation>
    </message>
    <message>
        <source>Jump to the end (%1 new lines)</source>
        <translation>末尾へ移動 (新しい行: %1 行)</translation>
    </message>
</context>
<context>
    <name>Atelier::Logs::LogActions</name>
    <message>
        <source>&amp;Find…</source>
        <translation>検索(&amp;F)…</translation>
    </message>
    <message>
        <source>Find &amp;next</source>
        <translation>次を検索(&amp;N)</translation>
    </message>
    <message>
        <source>Find &amp;previous</source>
        <translation>前を検索(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Go to line…</source>
        <translation>行へ移動(&amp;G)…</translation>
    </message>
    <message>
        <source>&amp;Wrap long lines</source>
        <translation>長い行を折り返す(&amp;W)</translation>
    </message>
    <message>
        <source>P&amp;ause</source>
        <translation>一時停止(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>コピー(&amp;C)</translation>
    </message>
    <message>
        <source>Select a&amp;ll</source>
        <translation>すべて選択(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Save as…</source>
        <translation>名前を付けて保存(&amp;S)…</translation>
    </message>
    <message>
        <source>Save &amp;matching lines as…</source>
        <translation>一致する行に名前を付けて保存(&amp;M)…</translation>
    </message>
</context>
<context>
    <name>Atelier::Logs::LogCopy</name>
    <message>
        <source>The selection is too large for the clipboard: at most %1 can be copied. Save the log as a file instead.</source>
        <translation>選択範囲が大きすぎて、クリップボードにコピーできません。コピーできるのは %1 までです。代わりにログをファイルに保存してください。</translation>
    </message>
    <message>
        <source>Too many lines are selected: at most %1 matching lines can be copied. Save them as a file instead.</source>
        <translation>選択した行が多すぎます。コピーできるのは、一致する行 %1 行までです。代わりにファイルに保存してください。</translation>
    </message>
    <message>
        <source>Nothing is selected.</source>
        <translation>何も選択されていません。</translation>
    </message>
</context>
<context>
    <name>Atelier::Logs::LogFindBar</name>
    <message>
        <source>Find in the log</source>
        <translation>ログ内を検索</translation>
    </message>
    <message>
        <source>Earlier patterns (Up)</source>
        <translation>以前の検索パターン (↑)</translation>
    </message>
    <message>
        <source>Aa</source>
        <translation>Aa</translation>
    </message>
    <message>
        <source>Upper and lower case differ</source>
        <translation>大文字と小文字を区別する</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>正規表現</translation>
    </message>
    <message>
        <source>Only matching lines</source>
        <translation>一致する行だけ</translation>
    </message>
    <message>
        <source>Hide all other lines</source>
        <translation>ほかの行をすべて隠す</translation>
    </message>
    <message>
        <source>Previous (Shift+F3)</source>
        <translation>前へ (Shift+F3)</translation>
    </message>
    <message>
        <source>Next (F3)</source>
        <translation>次へ (F3)</translation>
    </message>
    <message>
        <source>Close (Escape)</source>
        <translation>閉じる (Escape)</translation>
    </message>
    <message>
        <source>Nothing was searched for yet.</source>
        <translation>まだ何も検索していません。</translation>
    </message>
    <message>
        <source>Forget them</source>
        <translation>履歴を消去</translation>
    </message>
</context>
<context>
    <name>Atelier::Logs::LogFinder</name>
    <message>
        <source>Not found</source>
        <translation>見つかりません</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>検索中…</translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>%1 lines so far</source>
        <translation>これまでに %1 行</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 件中 %1 件目</translation>
    </message>
    <message>
        <source>%1 of %2 so far</source>
        <translation>これまでの %2 件中 %1 件目</translation>
    </message>
</context>
<context>
    <name>Atelier::Logs::LogPane</name>
    <message>
        <source>Which log</source>
        <translation>ログの選択</translation>
    </message>
    <message>
        <source>Nothing has been written yet.</source>
        <translation>まだ何も書き込まれていません。</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>保存中</translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation>%1 に保存しました。</translation>
    </message>
    <message>
        <source>Nothing was written.</source>
        <translation>何も書き込まれませんでした。</translation>
    </message>
</context>
<context>
    <name>Atelier::Logs::LogSaver</name>
    <message>
        <source>Save the log</source>
        <translation>ログを保存</translation>
    </message>
</context>
<context>
    <name>Atelier::Logs::LogStatusLine</name>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>1 line</source>
        <translation>1 行</translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 %p %</source>
        <comment>%p is replaced by the share done</comment>
        <translation>%1 %p %</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>接続中</translation>
    </message>
    <message>
        <source>Not readable</source>
        <translation>読み取り不可</translation>
    </message>
    <message>
        <source>Following</source>
        <translation>追従中</translation>
    </message>
    <message>
        <source>Scrolled back</source>
        <translation>さかのぼって表示中</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>一時停止中</translation>
    </message>
    <message>
        <source>Connection lost, trying again</source>
        <translation>接続切れ、再試行中</translation>
    </message>
    <message>
        <source>Connection lost, trying again (since %1)</source>
        <translation>接続切れ、再試行中 (%1 経過)</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>Ended: %1</source>
        <translation>終了: %1</translation>
    </message>
</context>
<context>
    <name>Atelier::Logs::LogSupplyWatch</name>
    <message>
        <source>The file was emptied; this is what came after.</source>
        <translation>ファイルが空にされました。表示しているのはその後の内容です。</translation>
    </message>
    <message>
        <source>The file was replaced by a new one; this is the new one.</source>
        <translation>ファイルが新しいものに置き換えられました。表示しているのは新しいファイルです。</translation>
    </message>
    <message>
        <source>The file was deleted; this is what had been written.</source>
        <translation>ファイルが削除されました。表示しているのはそれまでに書き込まれた内容です。</translation>
    </message>
    <message>
        <source>Indexing</source>
        <translation>索引を作成中</translation>
    </message>
</context>
<context>
    <name>Atelier::Logs::LogView</name>
    <message>
        <source>Log</source>
        <translation>ログ</translation>
    </message>
</context>
<context>
    <name>Atelier::Logs::LogWriter</name>
    <message>
        <source>The log can&apos;t be saved as %1: %2.</source>
        <translation>ログを %1 に保存できません: %2。</translation>
    </message>
</context>
<context>
    <name>Atelier::Logs::MarksStrip</name>
    <message>
        <source>Lines found in the whole log</source>
        <translation>ログ全体で見つかった行</translation>
    </message>
</context>
<context>
    <name>Atelier::NodeClient::NodeStarter</name>
    <message>
        <source>This node does not let programs be started.</source>
        <translation>このノードではプログラムの起動が許可されていません。</translation>
    </message>
    <message>
        <source>The node runs %1; atelier-node is here for Linux %2 only.</source>
        <translation>ノードは %1 で動いています。ここにある atelier-node は Linux %2 用だけです。</translation>
    </message>
    <message>
        <source>The program atelier-node could not be started on this node.</source>
        <translation>このノードでプログラム atelier-node を起動できませんでした。</translation>
    </message>
    <message>
        <source>The folder ~/.cache/atelier/node can&apos;t be made on the node, perhaps because its home folder is read-only or full.</source>
        <translation>ノードにフォルダー ~/.cache/atelier/node を作成できません。ホームフォルダーが読み取り専用か、いっぱいの可能性があります。</translation>
    </message>
    <message>
        <source>The program atelier-node can&apos;t be written to ~/.cache on the node, perhaps because the disk is full.</source>
        <translation>プログラム atelier-node をノードの ~/.cache に書き込めません。ディスクがいっぱいの可能性があります。</translation>
    </message>
    <message>
        <source>The node does not start programs from ~/.cache, perhaps because the home folder is mounted with “noexec”.</source>
        <translation>ノードが ~/.cache からプログラムを起動しません。ホームフォルダーが「noexec」でマウントされている可能性があります。</translation>
    </message>
    <message>
        <source>The program atelier-node arrived spoilt on the node.</source>
        <translation>プログラム atelier-node がノードに届くまでに壊れました。</translation>
    </message>
    <message>
        <source>The program atelier-node could not be brought to the node.</source>
        <translation>プログラム atelier-node をノードに送れませんでした。</translation>
    </message>
    <message>
        <source>Others may change what lies in the cache folder of the node, so atelier-node is not started from there.</source>
        <translation>ノードのキャッシュフォルダーの中身はほかのユーザーが変更できるため、そこから atelier-node を起動しません。</translation>
    </message>
    <message>
        <source>Others may change what lies in %1 on the node, so atelier-node is not started from there. “chmod go-w %1” on the node mends it.</source>
        <translation>ノードの %1 の中身はほかのユーザーが変更できるため、そこから atelier-node を起動しません。ノードで「chmod go-w %1」を実行すると直ります。</translation>
    </message>
    <message>
        <source>Others may change what lies in %1 on the node, which belongs to somebody else, so atelier-node is not started from there. Another folder in $XDG_CACHE_HOME on the node mends it.</source>
        <translation>ノードの %1 は別のユーザーのもので、その中身をほかのユーザーが変更できるため、そこから atelier-node を起動しません。ノードで $XDG_CACHE_HOME に別のフォルダーを指定すると直ります。</translation>
    </message>
</context>
<context>
    <name>Atelier::NodeClient::PlainDigest</name>
    <message>
        <source>The node has no program that computes digests (sha256sum).</source>
        <translation>ノードに、ダイジェストを計算するプログラム (sha256sum) がありません。</translation>
    </message>
    <message>
        <source>“%1” could not be read.</source>
        <translation>「%1」を読み取れませんでした。</translation>
    </message>
</context>
<context>
    <name>Atelier::NodeClient::PlainFiles</name>
    <message>
        <source>Changes are not shown by themselves, because atelier-node can&apos;t run on this node.</source>
        <translation>このノードでは atelier-node を実行できないため、変更は自動的には表示されません。</translation>
    </message>
</context>
<context>
    <name>Atelier::Notebook::Downloads</name>
    <message>
        <source>The download folder %1 can&apos;t be written to.</source>
        <translation>ダウンロードフォルダー %1 に書き込めません。</translation>
    </message>
    <message>
        <source>download</source>
        <translation>ダウンロード</translation>
    </message>
    <message>
        <source>%1 was not saved: %2.</source>
        <translation>%1 は保存されませんでした: %2。</translation>
    </message>
    <message>
        <source>Save File</source>
        <translation>ファイルを保存</translation>
    </message>
    <message>
        <source>Saved %1.</source>
        <translation>%1 を保存しました。</translation>
    </message>
    <message>
        <source>%1 was not saved: %2</source>
        <translation>%1 は保存されませんでした: %2</translation>
    </message>
</context>
<context>
    <name>Atelier::Notebook::FindBar</name>
    <message>
        <source>Find in the page</source>
        <translation>ページ内を検索</translation>
    </message>
    <message>
        <source>Close (Escape)</source>
        <translation>閉じる (Escape)</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>見つかりません</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 件中 %1 件目</translation>
    </message>
    <message>
        <source>Previous (Shift+F3)</source>
        <translation>前へ (Shift+F3)</translation>
    </message>
    <message>
        <source>Next (F3)</source>
        <translation>次へ (F3)</translation>
    </message>
</context>
<context>
    <name>Atelier::Notebook::InstanceGate</name>
    <message>
        <source>There is no instance named %1 any more.</source>
        <translation>%1 という名前のインスタンスはもうありません。</translation>
    </message>
    <message>
        <source>The instance %1 can&apos;t be used: it is in the state %2.</source>
        <translation>インスタンス %1 は使えません。状態は %2 です。</translation>
    </message>
</context>
<context>
    <name>Atelier::Notebook::InstanceTab</name>
    <message>
        <source>Connect to the instance</source>
        <translation>インスタンスに接続</translation>
    </message>
    <message>
        <source>Look for a running JupyterLab</source>
        <translation>実行中の JupyterLab を確認</translation>
    </message>
    <message>
        <source>Start JupyterLab</source>
        <translation>JupyterLab を起動</translation>
    </message>
    <message>
        <source>Wait until JupyterLab is ready</source>
        <translation>JupyterLab の準備を待機</translation>
    </message>
    <message>
        <source>Open the tunnel</source>
        <translation>トンネルを開く</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>サインイン</translation>
    </message>
    <message>
        <source>Set light or dark</source>
        <translation>ライトまたはダークを設定</translation>
    </message>
    <message>
        <source>Wait for the instance (%1)</source>
        <translation>インスタンスを待機 (%1)</translation>
    </message>
    <message>
        <source>Look whether the instance runs</source>
        <translation>インスタンスが実行中か確認</translation>
    </message>
    <message>
        <source>Opening JupyterLab was cancelled.</source>
        <translation>JupyterLab を開く操作はキャンセルされました。</translation>
    </message>
    <message>
        <source>JupyterLab was started again; the kernels that ran before have ended.</source>
        <translation>JupyterLab が起動し直されました。それまで動いていたカーネルは終了しています。</translation>
    </message>
    <message>
        <source>Load the page</source>
        <translation>ページを読み込む</translation>
    </message>
    <message>
        <source>The page of JupyterLab could not be loaded.</source>
        <translation>JupyterLab のページを読み込めませんでした。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Install JupyterLab</source>
        <translation>JupyterLab をインストール</translation>
    </message>
    <message>
        <source>JupyterLab could not be installed. The output below says why.</source>
        <translation>JupyterLab をインストールできませんでした。理由は下の出力にあります。</translation>
    </message>
    <message>
        <source>The instance is stopped; the connection ended at %1. The page stays as it is.</source>
        <translation>インスタンスは停止しています。接続は %1 に切れました。ページはそのまま残ります。</translation>
    </message>
    <message>
        <source>Start instance</source>
        <translation>インスタンスを開始</translation>
    </message>
    <message>
        <source>No connection to the instance since %1. The page stays, kernels go on, and it comes back by itself.</source>
        <translation>%1 からインスタンスと接続できません。ページは残り、カーネルは動き続け、接続は自動的に戻ります。</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>今すぐ再試行</translation>
    </message>
    <message>
        <source>JupyterLab opens in the browser. It works there as long as this tab is open.</source>
        <translation>JupyterLab をブラウザーで開きます。このタブが開いている間だけ使えます。</translation>
    </message>
    <message>
        <source>%1 (running)</source>
        <translation>%1 (実行中)</translation>
    </message>
    <message>
        <source>No kernel runs. The instance keeps running.</source>
        <translation>動いているカーネルはありません。インスタンスは動き続けます。</translation>
    </message>
    <message>
        <source>These kernels end, with what they hold in memory: %1. The instance keeps running.</source>
        <translation>次のカーネルが終了し、メモリ上の内容は失われます: %1。インスタンスは動き続けます。</translation>
    </message>
    <message>
        <source>Shut Down JupyterLab</source>
        <translation>JupyterLab のシャットダウン</translation>
    </message>
    <message>
        <source>Shut down JupyterLab on %1?</source>
        <translation>%1 の JupyterLab をシャットダウンしますか?</translation>
    </message>
    <message>
        <source>Shut Down</source>
        <translation>シャットダウン</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>JupyterLab was shut down. The instance keeps running.</source>
        <translation>JupyterLab をシャットダウンしました。インスタンスは動き続けます。</translation>
    </message>
    <message>
        <source>The instance was deleted at %1. The page stays as it is until you close it.</source>
        <translation>インスタンスは %1 に削除されました。ページは閉じるまでそのまま残ります。</translation>
    </message>
    <message>
        <source>JupyterLab is being started again.</source>
        <translation>JupyterLab をもう一度起動しています。</translation>
    </message>
    <message>
        <source>JupyterLab ended in the instance at %1, and its kernels with it. The page stays as it is.</source>
        <translation>%1 にインスタンスの JupyterLab がカーネルとともに終了しました。ページはそのまま残ります。</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>もう一度起動</translation>
    </message>
</context>
<context>
    <name>Atelier::Notebook::JupyterServer</name>
    <message>
        <source>Opening JupyterLab was cancelled.</source>
        <translation>JupyterLab を開く操作はキャンセルされました。</translation>
    </message>
    <message>
        <source>The instance is not connected.</source>
        <translation>インスタンスに接続されていません。</translation>
    </message>
    <message>
        <source>JupyterLab ended in the instance, and its kernels with it.</source>
        <translation>インスタンスの JupyterLab がカーネルとともに終了しました。</translation>
    </message>
</context>
<context>
    <name>Atelier::Notebook::LabPanel</name>
    <message>
        <source>Reload</source>
        <translation>再読み込み</translation>
    </message>
    <message>
        <source>The page ended unexpectedly. Kernels in the instance go on.</source>
        <translation>ページが予期せず終了しました。インスタンス内のカーネルは動き続けます。</translation>
    </message>
    <message>
        <source>The connection came back at another address, so the page was loaded again.</source>
        <translation>接続が別のアドレスで復旧したため、ページを読み込み直しました。</translation>
    </message>
    <message>
        <source>The connection came back at another address. What was not saved is lost when the page is loaded again.</source>
        <translation>接続が別のアドレスで復旧しました。ページを読み込み直すと、保存していない内容は失われます。</translation>
    </message>
    <message>
        <source>Load again</source>
        <translation>読み込み直す</translation>
    </message>
    <message>
        <source>Reload JupyterLab</source>
        <translation>JupyterLab の再読み込み</translation>
    </message>
    <message>
        <source>JupyterLab did not save in time. Reload and lose what was not saved?</source>
        <translation>JupyterLab の保存が時間内に終わりませんでした。再読み込みすると、保存していない内容は失われます。再読み込みしますか?</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
</context>
<context>
    <name>Atelier::Notebook::LabToolBar</name>
    <message>
        <source>Page</source>
        <translation>ページ</translation>
    </message>
    <message>
        <source>Reload the page</source>
        <translation>ページを再読み込み</translation>
    </message>
    <message>
        <source>Find in the page</source>
        <translation>ページ内を検索</translation>
    </message>
    <message>
        <source>Open in the browser</source>
        <translation>ブラウザーで開く</translation>
    </message>
    <message>
        <source>Shut down JupyterLab…</source>
        <translation>JupyterLab をシャットダウン…</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>縮小</translation>
    </message>
    <message>
        <source>Original size</source>
        <translation>元のサイズ</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>拡大</translation>
    </message>
    <message>
        <source>Save the document as PDF…</source>
        <translation>ドキュメントを PDF として保存…</translation>
    </message>
    <message>
        <source>Print the page…</source>
        <translation>ページを印刷…</translation>
    </message>
    <message>
        <source>Load pictures and scripts from other sites</source>
        <translation>ほかのサイトの画像とスクリプトを読み込む</translation>
    </message>
    <message>
        <source>Print and page settings</source>
        <translation>印刷とページの設定</translation>
    </message>
</context>
<context>
    <name>Atelier::Notebook::LabTunnel</name>
    <message>
        <source>The connection to the instance was closed.</source>
        <translation>インスタンスへの接続は閉じられました。</translation>
    </message>
</context>
<context>
    <name>Atelier::Notebook::NodeSession</name>
    <message>
        <source>“%1” is not running. Start it first.</source>
        <translation>「%1」は実行中ではありません。先に開始してください。</translation>
    </message>
    <message>
        <source>“%1” was deleted.</source>
        <translation>「%1」は削除されました。</translation>
    </message>
</context>
<context>
    <name>Atelier::Notebook::NodeSessions</name>
    <message>
        <source>There is no instance named “%1”.</source>
        <translation>「%1」という名前のインスタンスはありません。</translation>
    </message>
</context>
<context>
    <name>Atelier::Notebook::NotebookTabs</name>
    <message>
        <source>JupyterLab on %1</source>
        <translation>%1 の JupyterLab</translation>
    </message>
    <message>
        <source>JupyterLab on %1: a cell is running</source>
        <translation>%1 の JupyterLab: セルを実行中</translation>
    </message>
</context>
<context>
    <name>Atelier::Notebook::OneTimeLogin</name>
    <message>
        <source>No port could be opened for the browser.</source>
        <translation>ブラウザー用のポートを開けませんでした。</translation>
    </message>
</context>
<context>
    <name>Atelier::Notebook::PageCloser</name>
    <message>
        <source>The page on %1 asks to stay open.</source>
        <translation>%1 のページは開いたままにするよう求めています。</translation>
    </message>
    <message>
        <source>Changes that it has not saved would be lost.</source>
        <translation>ページがまだ保存していない変更は失われます。</translation>
    </message>
    <message>
        <source>Close Anyway</source>
        <translation>それでも閉じる</translation>
    </message>
    <message>
        <source>Not everything in the notebooks on %1 could be saved.</source>
        <translation>%1 のノートブックの一部を保存できませんでした。</translation>
    </message>
    <message>
        <source>What has changed since the last save would be lost.</source>
        <translation>最後に保存した後の変更は失われます。</translation>
    </message>
    <message>
        <source>Close Without Saving</source>
        <translation>保存せずに閉じる</translation>
    </message>
    <message>
        <source>A cell is still running on %1.</source>
        <translation>%1 でセルがまだ実行中です。</translation>
    </message>
    <message>
        <source>It goes on when you close, but what it prints from then on will not be in the notebook. Files that it writes are not concerned.</source>
        <translation>閉じても実行は続きますが、それ以降の出力はノートブックに残りません。セルが書き込むファイルには影響しません。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Close JupyterLab</source>
        <translation>JupyterLab を閉じる</translation>
    </message>
    <message>
        <source>Keep Open</source>
        <translation>開いたままにする</translation>
    </message>
    <message>
        <source>It ends when JupyterLab is shut down, and what its kernel holds in memory is lost.</source>
        <translation>JupyterLab をシャットダウンするとセルは終了し、カーネルのメモリ上の内容は失われます。</translation>
    </message>
    <message>
        <source>Shut Down</source>
        <translation>シャットダウン</translation>
    </message>
    <message>
        <source>Shut Down JupyterLab</source>
        <translation>JupyterLab のシャットダウン</translation>
    </message>
</context>
<context>
    <name>Atelier::Notebook::PageNotices</name>
    <message>
        <source>the microphone</source>
        <translation>マイク</translation>
    </message>
    <message>
        <source>the camera</source>
        <translation>カメラ</translation>
    </message>
    <message>
        <source>the camera and the microphone</source>
        <translation>カメラとマイク</translation>
    </message>
    <message>
        <source>the screen</source>
        <translation>画面</translation>
    </message>
    <message>
        <source>the mouse pointer</source>
        <translation>マウスポインター</translation>
    </message>
    <message>
        <source>notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>your location</source>
        <translation>位置情報</translation>
    </message>
    <message>
        <source>the list of your fonts</source>
        <translation>フォントの一覧</translation>
    </message>
    <message>
        <source>The page wanted to open %1, which is not part of this JupyterLab.</source>
        <translation>ページが %1 を開こうとしましたが、これはこの JupyterLab のものではありません。</translation>
    </message>
    <message>
        <source>The page asks for %1.</source>
        <translation>ページが次の使用を求めています: %1。</translation>
    </message>
    <message>
        <source>Allow</source>
        <translation>許可</translation>
    </message>
</context>
<context>
    <name>Atelier::Notebook::Printing</name>
    <message>
        <source>The page was printed.</source>
        <translation>ページを印刷しました。</translation>
    </message>
    <message>
        <source>The page could not be printed.</source>
        <translation>ページを印刷できませんでした。</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>PDF として保存</translation>
    </message>
    <message>
        <source>PDF files (*.pdf)</source>
        <translation>PDF ファイル (*.pdf)</translation>
    </message>
    <message>
        <source>Saved %1.</source>
        <translation>%1 を保存しました。</translation>
    </message>
    <message>
        <source>%1 was not saved: %2.</source>
        <translation>%1 は保存されませんでした: %2。</translation>
    </message>
</context>
<context>
    <name>Atelier::Notebook::StartPage</name>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Open JupyterLab</source>
        <translation>JupyterLab を開く</translation>
    </message>
    <message>
        <source>Start instance</source>
        <translation>インスタンスを開始</translation>
    </message>
    <message>
        <source>Install JupyterLab</source>
        <translation>JupyterLab をインストール</translation>
    </message>
    <message>
        <source>JupyterLab on %1</source>
        <translation>%1 の JupyterLab</translation>
    </message>
    <message>
        <source>Log of JupyterLab</source>
        <translation>JupyterLab のログ</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>The instance %1 is stopped. JupyterLab opens when it has started.</source>
        <translation>インスタンス %1 は停止しています。開始すると JupyterLab が開きます。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
</context>
<context>
    <name>Atelier::Notebook::StudioKey</name>
    <message>
        <source>The studio&apos;s own key “%1” can&apos;t be read. Move it away, and a new one is made.</source>
        <translation>スタジオ専用の鍵「%1」を読み取れません。別の場所に移すと、新しい鍵が作成されます。</translation>
    </message>
</context>
<context>
    <name>Atelier::Server::ApiServer</name>
    <message>
        <source>Port %1 is taken by another program.</source>
        <translation>ポート %1 は別のプログラムが使っています。</translation>
    </message>
    <message>
        <source>The server can&apos;t be started.</source>
        <translation>サーバーを起動できません。</translation>
    </message>
</context>
<context>
    <name>Atelier::Server::HttpBorder</name>
    <message>
        <source>The request failed because of a fault in Atelier.</source>
        <translation>Atelier の不具合により、要求は失敗しました。</translation>
    </message>
</context>
<context>
    <name>Atelier::Server::InstanceRegistry</name>
    <message>
        <source>“%1” can be reached only while it is running; %2.</source>
        <translation>「%1」に接続できるのは実行中だけです。%2。</translation>
    </message>
    <message>
        <source>The instance is being deleted.</source>
        <translation>インスタンスは削除中です。</translation>
    </message>
</context>
<context>
    <name>Atelier::Server::Listener</name>
    <message>
        <source>Too many connections are open.</source>
        <translation>開いている接続が多すぎます。</translation>
    </message>
</context>
<context>
    <name>Atelier::Server::OperationRunner</name>
    <message>
        <source>The instance is being deleted.</source>
        <translation>インスタンスは削除中です。</translation>
    </message>
    <message>
        <source>There is no size “%1” on this computer.</source>
        <translation>このコンピューターにサイズ「%1」はありません。</translation>
    </message>
</context>
<context>
    <name>Atelier::Ssh::ConfigLookup</name>
    <message>
        <source>The SSH configuration for %1 goes in a circle: ProxyJump leads back to %2.</source>
        <translation>%1 の SSH 設定が循環しています。ProxyJump が %2 に戻っています。</translation>
    </message>
</context>
<context>
    <name>Atelier::Ssh::ConnectionCheck</name>
    <message>
        <source>Reading the SSH configuration…</source>
        <translation>SSH 設定を読み取っています…</translation>
    </message>
    <message>
        <source>The check was cancelled.</source>
        <translation>確認はキャンセルされました。</translation>
    </message>
    <message>
        <source>Configuration read: %1 as %2.</source>
        <translation>設定を読み取りました: %1 (ユーザー %2)。</translation>
    </message>
    <message>
        <source>Through %1.</source>
        <translation>%1 を経由します。</translation>
    </message>
    <message>
        <source>Connecting to %1…</source>
        <translation>%1 に接続しています…</translation>
    </message>
    <message>
        <source>Name found: %1 is %2.</source>
        <translation>名前が見つかりました: %1 は %2 です。</translation>
    </message>
    <message>
        <source>Connected to %1.</source>
        <translation>%1 に接続しました。</translation>
    </message>
    <message>
        <source>Verifying the host key of %1…</source>
        <translation>%1 のホスト鍵を検証しています…</translation>
    </message>
    <message>
        <source>Host key of %1 verified: %2.</source>
        <translation>%1 のホスト鍵を検証しました: %2。</translation>
    </message>
    <message>
        <source>Logging in to %1…</source>
        <translation>%1 にログインしています…</translation>
    </message>
    <message>
        <source>Logged in to %1 by %2.</source>
        <translation>%1 に %2 でログインしました。</translation>
    </message>
    <message>
        <source>Running a command…</source>
        <translation>コマンドを実行しています…</translation>
    </message>
    <message>
        <source>No command can be run there: %1</source>
        <translation>そこではコマンドを実行できません: %1</translation>
    </message>
    <message>
        <source>The login shell runs commands and prints nothing of its own.</source>
        <translation>ログインシェルはコマンドを実行し、余分な出力をしません。</translation>
    </message>
    <message>
        <source>The login shell prints %1 bytes of its own before each command. Atelier copes with that; rsync and Git may not.</source>
        <translation>ログインシェルが、コマンドの前に毎回 %1 バイトを独自に出力します。Atelier は対応できますが、rsync と Git は対応できないことがあります。</translation>
    </message>
    <message>
        <source>Round trip: %1 ms.</source>
        <translation>往復時間: %1 ミリ秒。</translation>
    </message>
    <message>
        <source>Asking for SFTP…</source>
        <translation>SFTP を確認しています…</translation>
    </message>
    <message>
        <source>SFTP is offered, version %1.</source>
        <translation>SFTP が使えます (バージョン %1)。</translation>
    </message>
    <message>
        <source>SFTP is not offered: %1</source>
        <translation>SFTP が使えません: %1</translation>
    </message>
    <message>
        <source>Asking for forwarding…</source>
        <translation>転送を確認しています…</translation>
    </message>
    <message>
        <source>Forwarding is not allowed: %1</source>
        <translation>転送が許可されていません: %1</translation>
    </message>
    <message>
        <source>Forwarding of ports is allowed.</source>
        <translation>ポートの転送が許可されています。</translation>
    </message>
</context>
<context>
    <name>Atelier::Ssh::KeyGenerator</name>
    <message>
        <source>“%1” exists already and is not overwritten.</source>
        <translation>「%1」はすでにあります。上書きはしません。</translation>
    </message>
    <message>
        <source>The program that makes SSH keys can&apos;t be started.</source>
        <translation>SSH 鍵を作成するプログラムを起動できません。</translation>
    </message>
    <message>
        <source>A key is being made already.</source>
        <translation>すでに鍵を作成中です。</translation>
    </message>
    <message>
        <source>The program “ssh-keygen” is missing. Install the package openssh-client.</source>
        <translation>プログラム「ssh-keygen」がありません。パッケージ openssh-client をインストールしてください。</translation>
    </message>
    <message>
        <source>Nothing can be written to “%1”.</source>
        <translation>「%1」には書き込めません。</translation>
    </message>
    <message>
        <source>The key could not be made.</source>
        <translation>鍵を作成できませんでした。</translation>
    </message>
    <message>
        <source>The key can&apos;t be saved at “%1”.</source>
        <translation>鍵を「%1」に保存できません。</translation>
    </message>
</context>
<context>
    <name>Atelier::Ssh::PublicKey</name>
    <message>
        <source>This is a DSA key, which SSH servers no longer accept. Use an ED25519 or RSA key.</source>
        <translation>これは DSA 鍵で、SSH サーバーはもう受け付けません。ED25519 または RSA の鍵を使ってください。</translation>
    </message>
    <message>
        <source>This is an SSH certificate. Paste the plain public key, the line from the .pub file without “-cert” in its name.</source>
        <translation>これは SSH 証明書です。名前に「-cert」が付かない .pub ファイルにある、通常の公開鍵の行を貼り付けてください。</translation>
    </message>
    <message>
        <source>The key is damaged or was cut off. Copy the whole line from the .pub file.</source>
        <translation>鍵が壊れているか、途中で切れています。.pub ファイルの行全体をコピーしてください。</translation>
    </message>
    <message>
        <source>This RSA key has %1 bits. At least %2 are needed.</source>
        <translation>この RSA 鍵は %1 ビットです。%2 ビット以上が必要です。</translation>
    </message>
    <message>
        <source>Options before the key are not accepted. Paste only the part that begins with “%1”.</source>
        <translation>鍵の前のオプションは使えません。「%1」で始まる部分だけを貼り付けてください。</translation>
    </message>
    <message>
        <source>This is not a public key. Paste the line from the .pub file; it begins with “ssh-ed25519” or “ssh-rsa”.</source>
        <translation>これは公開鍵ではありません。.pub ファイルにある「ssh-ed25519」または「ssh-rsa」で始まる行を貼り付けてください。</translation>
    </message>
    <message>
        <source>The line says “%1”, but the key is of type “%2”.</source>
        <translation>行には「%1」とありますが、鍵の種類は「%2」です。</translation>
    </message>
    <message>
        <source>ED25519 on a security key</source>
        <translation>セキュリティキーの ED25519</translation>
    </message>
    <message>
        <source>ECDSA on a security key</source>
        <translation>セキュリティキーの ECDSA</translation>
    </message>
    <message>
        <source>%1, %2 bits</source>
        <translation>%1、%2 ビット</translation>
    </message>
    <message>
        <source>Paste a public key: the line from a .pub file.</source>
        <translation>公開鍵 (.pub ファイルの行) を貼り付けてください。</translation>
    </message>
    <message>
        <source>This is a private key. Never share it; paste the line from the .pub file.</source>
        <translation>これは秘密鍵です。決して共有せず、.pub ファイルの行を貼り付けてください。</translation>
    </message>
    <message>
        <source>This is a public key in PEM format. Convert it with “ssh-keygen -i -m %1 -f FILE” and paste the line that it prints.</source>
        <translation>これは PEM 形式の公開鍵です。「ssh-keygen -i -m %1 -f FILE」で変換し、表示された行を貼り付けてください。</translation>
    </message>
    <message>
        <source>These are several keys. Paste one.</source>
        <translation>鍵が複数あります。1 つだけ貼り付けてください。</translation>
    </message>
    <message>
        <source>The key is broken over several lines. Paste it as one line.</source>
        <translation>鍵が複数の行に分かれています。1 行で貼り付けてください。</translation>
    </message>
    <message>
        <source>“%1” can&apos;t be read.</source>
        <translation>「%1」を読み取れません。</translation>
    </message>
</context>
<context>
    <name>Atelier::Ssh::SshQuery</name>
    <message>
        <source>OpenSSH&apos;s client “%1” can&apos;t be started, so ~/.ssh/config can&apos;t be read. Install the package openssh-client (Debian, Ubuntu) or openssh-clients (Fedora).</source>
        <translation>OpenSSH のクライアント「%1」を起動できないため、~/.ssh/config を読み取れません。パッケージ openssh-client (Debian、Ubuntu) または openssh-clients (Fedora) をインストールしてください。</translation>
    </message>
    <message>
        <source>OpenSSH does not say how to reach %1: “ssh -G” ended with status %2.</source>
        <translation>OpenSSH から %1 への接続方法を取得できません。「ssh -G」が状態 %2 で終了しました。</translation>
    </message>
    <message>
        <source>OpenSSH does not say how to reach %1: %2.</source>
        <translation>OpenSSH から %1 への接続方法を取得できません: %2。</translation>
    </message>
    <message>
        <source>OpenSSH did not say within %1 s how to reach %2. A “Match exec” in ~/.ssh/config may hang.</source>
        <translation>OpenSSH から %2 への接続方法を %1 秒以内に取得できませんでした。~/.ssh/config の「Match exec」が止まっている可能性があります。</translation>
    </message>
</context>
<context>
    <name>Atelier::Studio</name>
    <message>
        <source>A desktop studio for machine-learning compute.</source>
        <translation>機械学習コンピューティングのためのデスクトップスタジオ。</translation>
    </message>
    <message>
        <source>Keep instances in this folder instead of the usual one.</source>
        <translation>インスタンスを通常の場所ではなく、このフォルダーに保存する。</translation>
    </message>
    <message>
        <source>Keep settings in this folder instead of the usual one.</source>
        <translation>設定を通常の場所ではなく、このフォルダーに保存する。</translation>
    </message>
    <message>
        <source>Show this language: en or ja.</source>
        <translation>表示言語: en または ja。</translation>
    </message>
    <message>
        <source>Show these colours: system, light or dark.</source>
        <translation>配色: system、light または dark。</translation>
    </message>
    <message>
        <source>Show the way by itself and write pictures to this folder.</source>
        <translation>操作を自動で実演し、画像をこのフォルダーに書き込む。</translation>
    </message>
    <message>
        <source>“%1” is not an option of Atelier.</source>
        <translation>「%1」は Atelier のオプションではありません。</translation>
    </message>
    <message>
        <source>“%1” is no colour scheme; choose system, light or dark.</source>
        <translation>「%1」という配色はありません。system、light、dark から選んでください。</translation>
    </message>
</context>
<context>
    <name>Atelier::Studio::SingleInstance</name>
    <message>
        <source>The settings folder can&apos;t be written: %1</source>
        <translation>設定フォルダーに書き込めません: %1</translation>
    </message>
    <message>
        <source>A second start of Atelier won&apos;t find this window.</source>
        <translation>Atelier をもう一度起動しても、このウィンドウは見つかりません。</translation>
    </message>
    <message>
        <source>Atelier is open already, but its window does not answer.</source>
        <translation>Atelier はすでに開いていますが、そのウィンドウが応答しません。</translation>
    </message>
</context>
<context>
    <name>Atelier::Studio::Tour</name>
    <message>
        <source>The folder %1 can&apos;t be made.</source>
        <translation>フォルダー %1 を作成できません。</translation>
    </message>
    <message>
        <source>%1 can&apos;t be written: %2.</source>
        <translation>%1 を書き込めません: %2。</translation>
    </message>
</context>
<context>
    <name>Atelier::Ui</name>
    <message>
        <source>%1 min</source>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 時間</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 日</translation>
    </message>
    <message>
        <source>%1 weeks</source>
        <translation>%1 週間</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>たった今</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 時間 %2 分</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 バイト</translation>
    </message>
</context>
<context>
    <name>Atelier::Ui::BusyIndicator</name>
    <message>
        <source>%1 · %2</source>
        <extracomment>What is being done, and for how long: &quot;Starting JupyterLab · 3 s&quot;</extracomment>
        <translation>%1 · %2</translation>
    </message>
</context>
<context>
    <name>Atelier::Ui::CopyableField</name>
    <message>
        <source>Copy: %1</source>
        <translation>コピー: %1</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>コピーしました</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
</context>
<context>
    <name>Atelier::Ui::InlineMessage</name>
    <message>
        <source>Details</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>Copy technical details</source>
        <translation>技術的な詳細をコピー</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>このメッセージを閉じる</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>コピーしました</translation>
    </message>
</context>
<context>
    <name>Atelier::UserTools::ProgramStarter</name>
    <message>
        <source>“%1” can&apos;t be started.</source>
        <translation>「%1」を起動できません。</translation>
    </message>
    <message>
        <source>“%1” ended at once (%2).</source>
        <translation>「%1」は起動直後に終了しました (%2)。</translation>
    </message>
    <message>
        <source>exit status %1</source>
        <translation>終了状態 %1</translation>
    </message>
    <message>
        <source>signal %1</source>
        <translation>シグナル %1</translation>
    </message>
</context>
<context>
    <name>Atelier::UserTools::SshAccess</name>
    <message>
        <source>“%1” can&apos;t be reached by SSH yet.</source>
        <translation>「%1」にはまだ SSH で接続できません。</translation>
    </message>
</context>
<context>
    <name>Atelier::Window::ActivityBar</name>
    <message>
        <source>Activity</source>
        <translation>アクティビティ</translation>
    </message>
    <message>
        <source>Shows what was done lately.</source>
        <translation>最近の操作を表示します。</translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s)</source>
        <translation>
            <numerusform>%n 件の操作</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <extracomment>What is being done, and for how long</extracomment>
        <translation>%1 · %2</translation>
    </message>
</context>
<context>
    <name>Atelier::Window::ActivityDelegate</name>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
</context>
<context>
    <name>Atelier::Window::ActivityLog</name>
    <message>
        <source>%1 is deleted.</source>
        <translation>%1 を削除しました。</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <extracomment>What is being done with which instance: &quot;Starting · ada-box&quot;</extracomment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1: %2。</translation>
    </message>
    <message>
        <source>%1 is running.</source>
        <translation>%1 は実行中です。</translation>
    </message>
    <message>
        <source>%1 is stopped.</source>
        <translation>%1 は停止しています。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>An instance, and what befell it: &quot;ada-box: Out of memory: 2.0 of 2 GiB.&quot;</extracomment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>Atelier::Window::ActivityPopover</name>
    <message>
        <source>Nothing was done since this window was opened.</source>
        <translation>このウィンドウを開いてから、まだ操作はありません。</translation>
    </message>
</context>
<context>
    <name>Atelier::Window::CommandPalette</name>
    <message>
        <source>No command has all of these words.</source>
        <translation>この語句をすべて含むコマンドはありません。</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>コマンド</translation>
    </message>
    <message>
        <source>A command, or the name of an instance</source>
        <translation>コマンド、またはインスタンスの名前</translation>
    </message>
</context>
<context>
    <name>Atelier::Window::Connection</name>
    <message>
        <source>Restart</source>
        <translation>再起動</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
</context>
<context>
    <name>Atelier::Window::MainWindow</name>
    <message>
        <source>%1 — Atelier</source>
        <translation>%1 — Atelier</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>menu, entry</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Go to: %1</source>
        <translation>移動: %1</translation>
    </message>
</context>
<context>
    <name>Atelier::Window::NotebookHost</name>
    <message>
        <source>No notebook is open. Open one from an instance on the Compute page.</source>
        <translation>開いているノートブックはありません。コンピュートのページで、インスタンスから開いてください。</translation>
    </message>
    <message>
        <source>Go to Compute</source>
        <translation>コンピュートへ</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Notebooks</source>
        <translation>ノートブック</translation>
    </message>
    <message>
        <source>Notebooks can&apos;t be shown, because a part of Atelier could not be loaded.</source>
        <translation>Atelier の一部を読み込めなかったため、ノートブックを表示できません。</translation>
    </message>
</context>
<context>
    <name>Atelier::Window::PlaceButton</name>
    <message>
        <source>Shows where your instances are and how the connection is.</source>
        <translation>インスタンスの場所と接続の状態を表示します。</translation>
    </message>
    <message>
        <source>This computer · Starting…</source>
        <translation>このコンピューター · 起動中…</translation>
    </message>
    <message>
        <source>This computer · Online</source>
        <translation>このコンピューター · オンライン</translation>
    </message>
    <message>
        <source>This computer · Not started</source>
        <translation>このコンピューター · 未起動</translation>
    </message>
    <message>
        <source>This computer · Unreachable · %1</source>
        <extracomment>%1 is an age: &quot;5 min&quot;, &quot;just now&quot;</extracomment>
        <translation>このコンピューター · 接続不可 · %1</translation>
    </message>
    <message>
        <source>This computer · Unreachable</source>
        <translation>このコンピューター · 接続不可</translation>
    </message>
    <message>
        <source>This computer · Not connected</source>
        <translation>このコンピューター · 未接続</translation>
    </message>
</context>
<context>
    <name>Atelier::Window::PlacePopover</name>
    <message>
        <source>This computer</source>
        <translation>このコンピューター</translation>
    </message>
    <message>
        <source>Workspace files:</source>
        <translation>ワークスペースのファイル:</translation>
    </message>
    <message>
        <source>Instances and their homes:</source>
        <translation>インスタンスとそのホーム:</translation>
    </message>
    <message>
        <source>Settings:</source>
        <translation>設定:</translation>
    </message>
    <message>
        <source>Copy technical details</source>
        <translation>技術的な詳細をコピー</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>コピーしました</translation>
    </message>
    <message>
        <source>The service that runs your instances is starting.</source>
        <translation>インスタンスを動かすサービスを起動しています。</translation>
    </message>
    <message>
        <source>Your instances run on this computer. They go on when this window is closed.</source>
        <translation>インスタンスはこのコンピューターで動きます。このウィンドウを閉じても動き続けます。</translation>
    </message>
    <message>
        <source>The service that runs your instances has not answered since %1. Instances go on; the connection is tried again by itself.</source>
        <translation>インスタンスを動かすサービスが %1 から応答していません。インスタンスは動き続け、接続は自動的に再試行されます。</translation>
    </message>
    <message>
        <source>The service that runs your instances does not answer. The connection is tried again by itself.</source>
        <translation>インスタンスを動かすサービスが応答しません。接続は自動的に再試行されます。</translation>
    </message>
</context>
<context>
    <name>Atelier::Window::Rail</name>
    <message>
        <source>Menu</source>
        <translation>メニュー</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>Atelier::Window::RunningInstances</name>
    <message>
        <source>Close JupyterLab</source>
        <translation>JupyterLab を閉じる</translation>
    </message>
    <message>
        <source>Close Atelier</source>
        <translation>Atelier の終了</translation>
    </message>
    <message numerus="yes">
        <source>%n instance(s) keep(s) running.</source>
        <translation>
            <numerusform>%n 個のインスタンスが動き続けます。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Notebooks and programs in it go on when it is left running; stopping ends them.</source>
        <translation>
            <numerusform>実行したままにすると、ノートブックとプログラムは動き続けます。停止すると終了します。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stop it</source>
        <translation>
            <numerusform>停止する</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Leave it running</source>
        <translation>
            <numerusform>実行したままにする</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Don&apos;t ask again</source>
        <translation>今後は確認しない</translation>
    </message>
</context>
<context>
    <name>Atelier::Window::SettingsMenu</name>
    <message>
        <source>Full screen</source>
        <translation>全画面表示</translation>
    </message>
    <message>
        <source>About Atelier…</source>
        <translation>Atelier について…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外観</translation>
    </message>
    <message>
        <source>Like the desktop</source>
        <translation>デスクトップに合わせる</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>ライト</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>ダーク</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>The language changes when Atelier is started again.</source>
        <translation>言語は Atelier を次に起動したときに切り替わります。</translation>
    </message>
    <message>
        <source>About Atelier</source>
        <translation>Atelier について</translation>
    </message>
    <message>
        <source>Atelier %1</source>
        <translation>Atelier %1</translation>
    </message>
    <message>
        <source>A desktop studio for machine-learning compute.
Free software under the GNU General Public License, version 3 or later.</source>
        <translation>機械学習コンピューティングのためのデスクトップスタジオ。
GNU General Public License バージョン 3 以降によるフリーソフトウェアです。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Commands…</source>
        <translation>コマンド…</translation>
    </message>
</context>
<context>
    <name>ChangeStream</name>
    <message>
        <source>The query parameter “since” must be the number of a change.</source>
        <translation>クエリパラメーター「since」は変更の番号でなければなりません。</translation>
    </message>
    <message>
        <source>The changes since number %1 are no longer known: list again.</source>
        <translation>番号 %1 以降の変更はもう残っていません。一覧を取得し直してください。</translation>
    </message>
</context>
<context>
    <name>CheckReport</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ミリ秒</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>Check of the SSH connection to %1</source>
        <translation>%1 への SSH 接続の確認</translation>
    </message>
    <message>
        <source>&lt; 1 ms</source>
        <translation>1 ミリ秒未満</translation>
    </message>
</context>
<context>
    <name>ComputeDetails</name>
    <message>
        <source>There is already an instance called “%1”.</source>
        <translation>「%1」という名前のインスタンスは既にあります。</translation>
    </message>
    <message>
        <source>“%1” is missing.</source>
        <translation>「%1」がありません。</translation>
    </message>
</context>
<context>
    <name>ComputeInstance</name>
    <message>
        <source>“%1” is not a type of compute that is known here; “ComputeInstance” is.</source>
        <translation>「%1」はここで使えるコンピューティングの種類ではありません。使えるのは「ComputeInstance」です。</translation>
    </message>
</context>
<context>
    <name>ComputeName</name>
    <message>
        <source>Give the instance a name of 3 to 24 characters.</source>
        <translation>インスタンスに 3～24 文字の名前を付けてください。</translation>
    </message>
    <message>
        <source>“%1” is too short: a name has 3 to 24 characters.</source>
        <translation>「%1」は短すぎます。名前は 3～24 文字です。</translation>
    </message>
    <message>
        <source>“%1” has %2 characters: a name has 3 to 24 characters.</source>
        <translation>「%1」は %2 文字あります。名前は 3～24 文字です。</translation>
    </message>
    <message>
        <source>“%1” does not begin with a letter: a name begins with one of A to Z.</source>
        <translation>「%1」は英字で始まっていません。名前は A～Z の英字で始まります。</translation>
    </message>
    <message>
        <source>“%1” contains a space: only the letters A to Z, digits and dashes are allowed.</source>
        <translation>「%1」に空白が含まれています。使えるのは A～Z の英字、数字、ハイフンだけです。</translation>
    </message>
    <message>
        <source>“%1” contains “%2”: only the letters A to Z, digits and dashes are allowed.</source>
        <translation>「%1」に「%2」が含まれています。使えるのは A～Z の英字、数字、ハイフンだけです。</translation>
    </message>
    <message>
        <source>“%1” ends with a dash: the last character is a letter or a digit.</source>
        <translation>「%1」はハイフンで終わっています。最後の文字は英字か数字にしてください。</translation>
    </message>
    <message>
        <source>“%1” ends with a dash and digits, which is kept for the nodes of a cluster: “%2” is allowed.</source>
        <translation>「%1」の末尾のハイフンと数字は、クラスターのノード用に予約されています。「%2」なら使えます。</translation>
    </message>
</context>
<context>
    <name>Computes</name>
    <message>
        <source>The query parameter “underlyingResourceAction” is missing.</source>
        <translation>クエリパラメーター「underlyingResourceAction」がありません。</translation>
    </message>
    <message>
        <source>An instance of this computer can&apos;t be detached, only deleted.</source>
        <translation>このコンピューターのインスタンスは切り離せません。削除だけができます。</translation>
    </message>
    <message>
        <source>“%1” must be a whole number from 1 to %2, not “%3”.</source>
        <translation>「%1」は 1 から %2 までの整数でなければなりません。「%3」は使えません。</translation>
    </message>
    <message>
        <source>“%1” leads to no page: follow the “nextLink” of a list.</source>
        <translation>「%1」に当たるページはありません。一覧の「nextLink」をたどってください。</translation>
    </message>
</context>
<context>
    <name>Daemon</name>
    <message>
        <source>“%1” can&apos;t be written: %2.</source>
        <translation>「%1」を書き込めません: %2。</translation>
    </message>
    <message>
        <source>The data folder “%1” can&apos;t be written to: %2.</source>
        <translation>データフォルダー「%1」に書き込めません: %2。</translation>
    </message>
    <message>
        <source>The log “%1” can&apos;t be written: %2.</source>
        <translation>ログ「%1」を書き込めません: %2。</translation>
    </message>
    <message>
        <source>The data folder “%1” is on a network file system (%2), where two computers could use it at once and destroy it. Choose a folder on a disk of this computer with the variable ATELIER_DATA.</source>
        <translation>データフォルダー「%1」はネットワークファイルシステム (%2) にあり、2 台のコンピューターが同時に使って壊すおそれがあります。変数 ATELIER_DATA で、このコンピューターのディスク上のフォルダーを指定してください。</translation>
    </message>
    <message>
        <source>Another Atelier already uses the data folder “%1”: process %2, since %3.</source>
        <translation>別の Atelier がデータフォルダー「%1」をすでに使っています (プロセス %2、%3 から)。</translation>
    </message>
    <message>
        <source>The database “%1” is missing, but instances are in “%2”. Put a backup of the database in its place, or move that folder away.</source>
        <translation>データベース「%1」がありませんが、「%2」にインスタンスがあります。データベースのバックアップを元の場所に置くか、そのフォルダーを移動してください。</translation>
    </message>
</context>
<context>
    <name>DetailsText</name>
    <message>
        <source>asked for by a person</source>
        <translation>ユーザーの操作</translation>
    </message>
    <message>
        <source>Cores: limited to %1.</source>
        <translation>コア: %1 に制限。</translation>
    </message>
    <message>
        <source>Cores: not limited.</source>
        <translation>コア: 制限なし。</translation>
    </message>
    <message>
        <source>Memory: limited to %1 GiB.</source>
        <translation>メモリ: %1 GiB に制限。</translation>
    </message>
    <message>
        <source>Memory: not limited.</source>
        <translation>メモリ: 制限なし。</translation>
    </message>
    <message>
        <source>Isolated: it has its own home, processes and host name.</source>
        <translation>分離あり: 専用のホーム、プロセス、ホスト名があります。</translation>
    </message>
    <message>
        <source>Not isolated: its programs can see your files and processes.</source>
        <translation>分離なし: 中のプログラムからあなたのファイルとプロセスが見えます。</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>読み取り専用</translation>
    </message>
    <message>
        <source>writable</source>
        <translation>書き込み可</translation>
    </message>
    <message>
        <source>%1 → %2 (%3)</source>
        <translation>%1 → %2 (%3)</translation>
    </message>
    <message>
        <source>None</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Only the studio logs in, with its own key.</source>
        <translation>スタジオだけが専用の鍵でログインします。</translation>
    </message>
    <message>
        <source>Your own logins are allowed.</source>
        <translation>自分のログインが許可されています。</translation>
    </message>
    <message>
        <source>Allowed for your key %1 (%2).</source>
        <translation>鍵 %1 (%2) によるログインが許可されています。</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1に失敗</translation>
    </message>
    <message>
        <source>%1 is in progress</source>
        <translation>%1中</translation>
    </message>
    <message>
        <source>%1 by %2</source>
        <translation>%1、%2</translation>
    </message>
</context>
<context>
    <name>Diagnosis</name>
    <message>
        <source>The report can&apos;t be written to “%1”. Choose another place with “--output”.</source>
        <translation>レポートを「%1」に書き込めません。「--output」で別の場所を指定してください。</translation>
    </message>
</context>
<context>
    <name>DiskRoom</name>
    <message>
        <source>The disk of “%1” has only %2 left, and a new instance needs %3. Make room, then try again.</source>
        <translation>「%1」のディスクの空きは %2 しかなく、新しいインスタンスには %3 が必要です。空きを作ってから、もう一度お試しください。</translation>
    </message>
    <message>
        <source>The disk of “%1” has only %2 left, and an instance needs %3 to start. Make room, then try again.</source>
        <translation>「%1」のディスクの空きは %2 しかなく、インスタンスの起動には %3 が必要です。空きを作ってから、もう一度お試しください。</translation>
    </message>
</context>
<context>
    <name>EntityTag</name>
    <message>
        <source>There is no instance called “%1”.</source>
        <translation>「%1」という名前のインスタンスはありません。</translation>
    </message>
    <message>
        <source>“%1” has changed since it was read. Read it again first.</source>
        <translation>「%1」は読み込まれた後に変更されています。先にもう一度読み込んでください。</translation>
    </message>
    <message>
        <source>There is already an instance called “%1”.</source>
        <translation>「%1」という名前のインスタンスは既にあります。</translation>
    </message>
</context>
<context>
    <name>ErrorEnvelope</name>
    <message>
        <source>The server answered with status %1 and no reason.</source>
        <translation>サーバーは理由を示さずに状態 %1 を返しました。</translation>
    </message>
</context>
<context>
    <name>Extensions</name>
    <message>
        <source>The server&apos;s answer could not be read.</source>
        <translation>サーバーの応答を読み取れませんでした。</translation>
    </message>
</context>
<context>
    <name>FileRewrite</name>
    <message>
        <source>“%1” can&apos;t be changed: %2.</source>
        <translation>「%1」を変更できません: %2。</translation>
    </message>
</context>
<context>
    <name>ForwardMenu</name>
    <message>
        <source>Remove a forwarded port</source>
        <translation>転送ポートを取り除く</translation>
    </message>
    <message>
        <source>Remove “%1”?</source>
        <translation>「%1」を取り除きますか?</translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s) through it end.</source>
        <translation>
            <numerusform>これを通る %n 個の接続が終了します。</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>取り除く</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Not while it does not listen.</source>
        <translation>待ち受けていない間は使えません。</translation>
    </message>
    <message>
        <source>Open in browser</source>
        <translation>ブラウザーで開く</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>アドレスをコピー</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>再起動</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>編集…</translation>
    </message>
</context>
<context>
    <name>ForwardStore</name>
    <message>
        <source>“%1” can&apos;t be written, so forwarded ports are not remembered.</source>
        <translation>「%1」に書き込めないため、転送ポートは記憶されません。</translation>
    </message>
</context>
<context>
    <name>ForwardText</name>
    <message>
        <source>port %1</source>
        <translation>ポート %1</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>停止済み</translation>
    </message>
    <message>
        <source>Waiting for the instance</source>
        <translation>インスタンスを待機中</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>開始中…</translation>
    </message>
    <message>
        <source>Listening on localhost:%1</source>
        <translation>localhost:%1 で待ち受け中</translation>
    </message>
    <message>
        <source>Reconnecting, localhost:%1 is kept</source>
        <translation>再接続中、localhost:%1 は確保したままです</translation>
    </message>
    <message>
        <source>Port taken</source>
        <translation>ポート使用中</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失敗</translation>
    </message>
</context>
<context>
    <name>Guards</name>
    <message>
        <source>This server answers only to programs on this computer.</source>
        <translation>このサーバーは、このコンピューターのプログラムにだけ応答します。</translation>
    </message>
    <message>
        <source>The access token is missing or is not the one of this server.</source>
        <translation>アクセストークンがないか、このサーバーのものではありません。</translation>
    </message>
    <message>
        <source>The query parameter “api-version” is missing.</source>
        <translation>クエリパラメーター「api-version」がありません。</translation>
    </message>
    <message>
        <source>“%1” is not here: this computer has the workspace “%2”.</source>
        <translation>「%1」はここにはありません。このコンピューターのワークスペースは「%2」です。</translation>
    </message>
    <message>
        <source>The request&apos;s body must be of the type “application/json”.</source>
        <translation>要求の本文の種類は「application/json」でなければなりません。</translation>
    </message>
    <message>
        <source>The request&apos;s body is not a JSON object.</source>
        <translation>要求の本文が JSON オブジェクトではありません。</translation>
    </message>
    <message>
        <source>“%1” is not a version of the interface: those are dates such as “%2” or “%2-preview”.</source>
        <translation>「%1」はインターフェイスのバージョンではありません。「%2」や「%2-preview」のような日付です。</translation>
    </message>
    <message>
        <source>The version “%1” of the interface is not served here: “%2” to “%3” are.</source>
        <translation>インターフェイスのバージョン「%1」はここでは使えません。使えるのは「%2」から「%3」までです。</translation>
    </message>
    <message>
        <source>The request&apos;s body is nested more than %1 levels deep.</source>
        <translation>要求の本文の入れ子が %1 段を超えています。</translation>
    </message>
    <message>
        <source>The request&apos;s body has an object with the same key twice.</source>
        <translation>要求の本文に、同じキーが 2 回現れるオブジェクトがあります。</translation>
    </message>
</context>
<context>
    <name>InstanceText</name>
    <message>
        <source>failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>in progress</source>
        <translation>処理中</translation>
    </message>
    <message>
        <source>by schedule</source>
        <translation>スケジュール</translation>
    </message>
    <message>
        <source>when idle</source>
        <translation>アイドル時</translation>
    </message>
    <message>
        <source>Creating</source>
        <translation>作成中</translation>
    </message>
    <message>
        <source>Creating failed</source>
        <translation>作成失敗</translation>
    </message>
    <message>
        <source>Deleting</source>
        <translation>削除中</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>実行中</translation>
    </message>
    <message>
        <source>Restarting</source>
        <translation>再起動中</translation>
    </message>
    <message>
        <source>Resizing</source>
        <translation>サイズ変更中</translation>
    </message>
    <message>
        <source>Running a job</source>
        <translation>ジョブ実行中</translation>
    </message>
    <message>
        <source>Setting up</source>
        <translation>セットアップ中</translation>
    </message>
    <message>
        <source>Setting up failed</source>
        <translation>セットアップ失敗</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>開始中</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>停止済み</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>停止処理中</translation>
    </message>
    <message>
        <source>Unusable</source>
        <translation>使用不可</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>作成</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>再起動</translation>
    </message>
    <message>
        <source>Resize</source>
        <translation>サイズ変更</translation>
    </message>
    <message>
        <source>Set up anew</source>
        <translation>再セットアップ</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>1 core</source>
        <translation>1 コア</translation>
    </message>
    <message>
        <source>%1 cores</source>
        <translation>%1 コア</translation>
    </message>
    <message>
        <source>%1 GiB</source>
        <translation>%1 GiB</translation>
    </message>
    <message>
        <source>1 GPU</source>
        <translation>1 GPU</translation>
    </message>
    <message>
        <source>%1 GPUs</source>
        <translation>%1 GPU</translation>
    </message>
    <message>
        <source>It runs already.</source>
        <translation>すでに実行中です。</translation>
    </message>
    <message>
        <source>Only a stopped instance can be started; this one is in the state “%1”.</source>
        <translation>開始できるのは停止しているインスタンスだけです。現在の状態は「%1」です。</translation>
    </message>
    <message>
        <source>It is stopped already.</source>
        <translation>すでに停止しています。</translation>
    </message>
    <message>
        <source>Only a running instance can be stopped; this one is in the state “%1”.</source>
        <translation>停止できるのは実行中のインスタンスだけです。現在の状態は「%1」です。</translation>
    </message>
    <message>
        <source>Only a running instance can be restarted; this one is in the state “%1”.</source>
        <translation>再起動できるのは実行中のインスタンスだけです。現在の状態は「%1」です。</translation>
    </message>
    <message>
        <source>It can&apos;t be deleted in the state “%1”.</source>
        <translation>状態が「%1」のときは削除できません。</translation>
    </message>
    <message>
        <source>JupyterLab needs a running instance; this one is in the state “%1”.</source>
        <translation>JupyterLab には実行中のインスタンスが必要です。現在の状態は「%1」です。</translation>
    </message>
</context>
<context>
    <name>Job</name>
    <message>
        <source>“%1” is not a type of job that can be run here; “Command” is.</source>
        <translation>「%1」はここで実行できるジョブの種類ではありません。実行できるのは「Command」です。</translation>
    </message>
</context>
<context>
    <name>JobData</name>
    <message>
        <source>“%1” leads out of the workspace: name a path below it.</source>
        <translation>「%1」はワークスペースの外を指しています。ワークスペース内のパスを指定してください。</translation>
    </message>
    <message>
        <source>“%1” names no file of the compute: write file:///mnt/data, for example.</source>
        <translation>「%1」はコンピューティングのファイルを指していません。たとえば file:///mnt/data のように書いてください。</translation>
    </message>
    <message>
        <source>“%1” can&apos;t be read here: a path in the workspace, azureml://datastores/…/paths/… and file:///… are allowed.</source>
        <translation>「%1」はここでは読み取れません。使えるのは、ワークスペース内のパス、azureml://datastores/…/paths/…、file:///… です。</translation>
    </message>
</context>
<context>
    <name>JobDispatcher</name>
    <message>
        <source>The job asks for %1 cores, %2 GPUs and %3 GiB of memory, but “%4” has %5, %6 and %7.</source>
        <translation>ジョブの要求は %1 コア、GPU %2 個、メモリ %3 GiB ですが、「%4」にあるのは %5 コア、GPU %6 個、メモリ %7 GiB です。</translation>
    </message>
    <message>
        <source>There is no compute “%1” to run the job on: create it first, or name another one.</source>
        <translation>ジョブを実行するコンピューティング「%1」がありません。先に作成するか、別のものを指定してください。</translation>
    </message>
</context>
<context>
    <name>JobRegistry</name>
    <message>
        <source>It was canceled before its turn had come.</source>
        <translation>順番が来る前にキャンセルされました。</translation>
    </message>
    <message>
        <source>Its compute “%1” was deleted.</source>
        <translation>実行先のコンピューティング「%1」が削除されました。</translation>
    </message>
</context>
<context>
    <name>Jobs</name>
    <message>
        <source>There is no job “%1”.</source>
        <translation>ジョブ「%1」はありません。</translation>
    </message>
    <message>
        <source>The job “%1” can&apos;t be canceled: it has ended (%2).</source>
        <translation>ジョブ「%1」はすでに終了しているため、キャンセルできません (%2)。</translation>
    </message>
    <message>
        <source>The job “%1” can&apos;t be deleted while it is %2: cancel it, and delete it when it has ended.</source>
        <translation>ジョブ「%1」は、状態が「%2」の間は削除できません。キャンセルし、終了してから削除してください。</translation>
    </message>
    <message>
        <source>“%1” of the job “%2” can&apos;t be changed: only its display name, description, tags and whether it is archived can. Submit another job.</source>
        <translation>ジョブ「%2」の「%1」は変更できません。変更できるのは、表示名、説明、タグ、アーカイブするかどうかだけです。別のジョブを送信してください。</translation>
    </message>
</context>
<context>
    <name>Keychain</name>
    <message>
        <source>There is no keychain: this session has no D-Bus on which one could answer.</source>
        <translation>キーチェーンがありません。このセッションには、キーチェーンが応答できる D-Bus がありません。</translation>
    </message>
    <message>
        <source>There is no keychain: neither GNOME Keyring nor KWallet nor another Secret Service runs in this session.</source>
        <translation>キーチェーンがありません。このセッションでは、GNOME Keyring、KWallet、ほかの Secret Service のいずれも動いていません。</translation>
    </message>
</context>
<context>
    <name>Logs::Errors</name>
    <message>
        <source>The log %1 can&apos;t be read: %2.</source>
        <translation>ログ %1 を読み取れません: %2。</translation>
    </message>
    <message>
        <source>There is no log %1.</source>
        <translation>ログ %1 はありません。</translation>
    </message>
    <message>
        <source>You may not read the log %1.</source>
        <translation>ログ %1 を読み取る権限がありません。</translation>
    </message>
    <message>
        <source>The log %1 has become shorter while it was read.</source>
        <translation>ログ %1 は読み取り中に短くなりました。</translation>
    </message>
    <message>
        <source>%1 is not a file; only files can be shown.</source>
        <translation>%1 はファイルではありません。表示できるのはファイルだけです。</translation>
    </message>
    <message>
        <source>The log %1 can&apos;t be followed, because the computer&apos;s limit of watched files (fs.inotify) is reached; it is read again when you ask for it.</source>
        <translation>コンピューターが監視できるファイルの数の上限 (fs.inotify) に達したため、ログ %1 を追従できません。求められたときに読み取り直します。</translation>
    </message>
</context>
<context>
    <name>Logs::LogFile</name>
    <message>
        <source>%1 MiB are too much to copy; at most %2 MiB can be. Save them as a file instead.</source>
        <translation>%1 MiB は大きすぎてコピーできません。コピーできるのは %2 MiB までです。代わりにファイルに保存してください。</translation>
    </message>
    <message>
        <source>%1 can&apos;t be written: %2.</source>
        <translation>%1 を書き込めません: %2。</translation>
    </message>
</context>
<context>
    <name>Logs::LogSpool</name>
    <message>
        <source>The log can&apos;t be kept in %1: %2.</source>
        <translation>ログを %1 に保管できません: %2。</translation>
    </message>
    <message>
        <source>The log came without saying which one it is.</source>
        <translation>届いたログに、どのログかを示す情報がありませんでした。</translation>
    </message>
</context>
<context>
    <name>Logs::SearchPattern</name>
    <message>
        <source>The expression takes too long to try; simplify it.</source>
        <translation>正規表現の照合に時間がかかりすぎます。正規表現を簡単にしてください。</translation>
    </message>
    <message>
        <source>The search ended at line %1: the expression takes too long to try there. Simplify it, for instance where one repetition stands within another.</source>
        <translation>検索は %1 行目で終了しました。そこでの正規表現の照合に時間がかかりすぎます。たとえば、繰り返しの中に繰り返しがある部分を簡単にしてください。</translation>
    </message>
    <message>
        <source>There is nothing to look for.</source>
        <translation>検索する内容がありません。</translation>
    </message>
    <message>
        <source>A line break can&apos;t be found: lines are searched one by one.</source>
        <translation>改行は検索できません。検索は 1 行ずつ行われます。</translation>
    </message>
    <message>
        <source>The expression is not valid at character %1: %2.</source>
        <translation>正規表現が %1 文字目で正しくありません: %2。</translation>
    </message>
</context>
<context>
    <name>MountChecks</name>
    <message>
        <source>“%1” contains your whole home: programs in the instance can then read every file in it, keys and passwords included.</source>
        <translation>「%1」にはホーム全体が含まれます。インスタンス内のプログラムは、鍵やパスワードを含む、その中のすべてのファイルを読み取れるようになります。</translation>
    </message>
    <message>
        <source>“%1” holds your SSH keys: programs in the instance can then log in to other computers as you.</source>
        <translation>「%1」には SSH の鍵があります。インスタンス内のプログラムは、あなたとしてほかのコンピューターにログインできるようになります。</translation>
    </message>
    <message>
        <source>“%1” holds your private GnuPG keys: programs in the instance can then copy them.</source>
        <translation>「%1」には GnuPG の秘密鍵があります。インスタンス内のプログラムがそれをコピーできるようになります。</translation>
    </message>
</context>
<context>
    <name>MountRules</name>
    <message>
        <source>Enter the path that the folder has inside the instance.</source>
        <translation>インスタンス内でのフォルダーのパスを入力してください。</translation>
    </message>
    <message>
        <source>“%1” is not a whole path: inside the instance it begins with “/”.</source>
        <translation>「%1」は完全なパスではありません。インスタンス内のパスは「/」で始まります。</translation>
    </message>
    <message>
        <source>“%1” is not a plain path: write it without “..”, doubled slashes, a slash at the end, or control characters.</source>
        <translation>「%1」は単純なパスではありません。「..」、連続したスラッシュ、末尾のスラッシュ、制御文字を使わずに書いてください。</translation>
    </message>
    <message>
        <source>This path inside the instance is too long: a name has up to 255 bytes, the path up to 1024.</source>
        <translation>インスタンス内のこのパスは長すぎます。名前は 255 バイトまで、パスは 1024 バイトまでです。</translation>
    </message>
    <message>
        <source>“%1” would hide the instance&apos;s home. Choose a folder below it, for instance “%2”.</source>
        <translation>「%1」ではインスタンスのホームが隠れてしまいます。「%2」のように、その下のフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>“%1” is needed by the instance itself. Choose another path, for instance “%2”.</source>
        <translation>「%1」はインスタンス自身が使います。「%2」のような別のパスを選んでください。</translation>
    </message>
    <message>
        <source>“%1” belongs to the system inside the instance. Choose another path, for instance “%2”.</source>
        <translation>「%1」はインスタンス内のシステムのものです。「%2」のような別のパスを選んでください。</translation>
    </message>
    <message>
        <source>Two folders can&apos;t both be at “%1”: give each a path of its own.</source>
        <translation>2 つのフォルダーを両方とも「%1」に置くことはできません。それぞれ別のパスを指定してください。</translation>
    </message>
    <message>
        <source>“%1” and “%2” lie one inside the other: give each folder a path outside the other.</source>
        <translation>「%1」と「%2」は一方が他方の中にあります。それぞれ互いの外にあるパスを指定してください。</translation>
    </message>
    <message>
        <source>Choose a folder of this computer.</source>
        <translation>このコンピューターのフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>“%1” is not a whole path: it begins with “/”.</source>
        <translation>「%1」は完全なパスではありません。パスは「/」で始まります。</translation>
    </message>
    <message>
        <source>There is no folder “%1” on this computer.</source>
        <translation>このコンピューターにフォルダー「%1」はありません。</translation>
    </message>
    <message>
        <source>“%1” is a file, not a folder.</source>
        <translation>「%1」はフォルダーではなくファイルです。</translation>
    </message>
    <message>
        <source>You may not read the folder “%1”.</source>
        <translation>フォルダー「%1」を読み取る権限がありません。</translation>
    </message>
    <message>
        <source>The folder “%1” can&apos;t be shown inside an instance.</source>
        <translation>フォルダー「%1」はインスタンス内に表示できません。</translation>
    </message>
</context>
<context>
    <name>Node</name>
    <message>
        <source>“%1” is not a path that can be used here.</source>
        <translation>「%1」はここで使えるパスではありません。</translation>
    </message>
    <message>
        <source>“%1” leads out of its folder.</source>
        <translation>「%1」はフォルダーの外を指しています。</translation>
    </message>
    <message>
        <source>“%1” does not exist.</source>
        <translation>「%1」はありません。</translation>
    </message>
    <message>
        <source>“%1” exists already.</source>
        <translation>「%1」はすでにあります。</translation>
    </message>
    <message>
        <source>“%1” is not a folder.</source>
        <translation>「%1」はフォルダーではありません。</translation>
    </message>
    <message>
        <source>“%1” is a folder.</source>
        <translation>「%1」はフォルダーです。</translation>
    </message>
    <message>
        <source>“%1” changed while it was read.</source>
        <translation>「%1」は読み取り中に変更されました。</translation>
    </message>
    <message>
        <source>You may not access “%1”.</source>
        <translation>「%1」にアクセスする権限がありません。</translation>
    </message>
    <message>
        <source>“%1” is on a read-only file system.</source>
        <translation>「%1」は読み取り専用のファイルシステムにあります。</translation>
    </message>
    <message>
        <source>There is no room left for “%1”.</source>
        <translation>「%1」のための空きがありません。</translation>
    </message>
    <message>
        <source>A limit of the machine is reached at “%1”.</source>
        <translation>「%1」でマシンの上限に達しました。</translation>
    </message>
    <message>
        <source>The node is busy with other requests; try “%1” later.</source>
        <translation>ノードはほかの要求を処理中です。「%1」は後でもう一度お試しください。</translation>
    </message>
    <message>
        <source>“%1” is of a kind that can&apos;t be used here.</source>
        <translation>「%1」はここでは使えない種類です。</translation>
    </message>
    <message>
        <source>“%1” could not be used.</source>
        <translation>「%1」を使えませんでした。</translation>
    </message>
    <message>
        <source>The node&apos;s program is of another version and does not know this request.</source>
        <translation>ノードのプログラムは別の版で、この要求に対応していません。</translation>
    </message>
    <message>
        <source>The node&apos;s program answered what its protocol does not allow.</source>
        <translation>ノードのプログラムから、プロトコルで許されていない応答が届きました。</translation>
    </message>
    <message>
        <source>The node&apos;s program has ended.</source>
        <translation>ノードのプログラムが終了しました。</translation>
    </message>
    <message>
        <source>The file system of “%1” has no file locks, without which no job is started. Let XDG_STATE_HOME on the node name a folder of a local disk.</source>
        <translation>「%1」のファイルシステムでは、ジョブの開始に必要なファイルロックを使えません。ノードの XDG_STATE_HOME に、ローカルディスクのフォルダーを指定してください。</translation>
    </message>
</context>
<context>
    <name>NodeClient</name>
    <message>
        <source>The node refuses the job “%1”: %2</source>
        <translation>ノードがジョブ「%1」を拒否しました: %2</translation>
    </message>
    <message>
        <source>The node has no job “%1”.</source>
        <translation>ノードにジョブ「%1」はありません。</translation>
    </message>
    <message>
        <source>The node has another job “%1” already.</source>
        <translation>ノードには別のジョブ「%1」がすでにあります。</translation>
    </message>
    <message>
        <source>The state of the job “%1” does not allow that.</source>
        <translation>ジョブ「%1」の現在の状態では、その操作はできません。</translation>
    </message>
    <message>
        <source>The program atelier-node is missing in this installation.</source>
        <translation>このインストールにプログラム atelier-node がありません。</translation>
    </message>
    <message>
        <source>The program atelier-node could not be read.</source>
        <translation>プログラム atelier-node を読み取れませんでした。</translation>
    </message>
    <message>
        <source>The request is larger than 1 MiB; ask for fewer files at once.</source>
        <translation>要求が 1 MiB を超えています。一度に要求するファイルを減らしてください。</translation>
    </message>
    <message>
        <source>The node&apos;s program does not answer.</source>
        <translation>ノードのプログラムが応答しません。</translation>
    </message>
    <message>
        <source>The program for the node could not be sent to it.</source>
        <translation>ノード用のプログラムをノードに送れませんでした。</translation>
    </message>
    <message>
        <source>The folder holds more than 10 million entries; no more are listed.</source>
        <translation>フォルダーの項目が 1000 万個を超えています。それ以上は一覧に表示されません。</translation>
    </message>
</context>
<context>
    <name>Notebook</name>
    <message>
        <source>JupyterLab sent an answer that could not be read.</source>
        <translation>JupyterLab の応答を読み取れませんでした。</translation>
    </message>
    <message>
        <source>JupyterLab&apos;s list of kernels could not be read.</source>
        <translation>JupyterLab のカーネルの一覧を読み取れませんでした。</translation>
    </message>
    <message>
        <source>JupyterLab refused a request (%1).</source>
        <translation>JupyterLab が要求を拒否しました (%1)。</translation>
    </message>
    <message>
        <source>JupyterLab is not running.</source>
        <translation>JupyterLab が実行されていません。</translation>
    </message>
    <message>
        <source>JupyterLab did not let the studio in.</source>
        <translation>JupyterLab がスタジオのサインインを受け付けませんでした。</translation>
    </message>
    <message>
        <source>JupyterLab can&apos;t be shown while the studio runs as root, because web pages would not be kept apart from the rest of this computer. Start it as an ordinary user.</source>
        <translation>スタジオを root で実行している間は、Web ページをこのコンピューターのほかの部分から分離できないため、JupyterLab を表示できません。一般ユーザーで起動してください。</translation>
    </message>
    <message>
        <source>JupyterLab can&apos;t be shown, because this computer does not allow user namespaces, which keep web pages apart from the rest of it. “./run --check” says how to allow them.</source>
        <translation>このコンピューターでは、Web ページをほかの部分から分離するユーザー名前空間が許可されていないため、JupyterLab を表示できません。許可する方法は「./run --check」でわかります。</translation>
    </message>
    <message>
        <source>What the instance says about its JupyterLab could not be read.</source>
        <translation>インスタンスから届いた JupyterLab の情報を読み取れませんでした。</translation>
    </message>
    <message>
        <source>JupyterLab is not installed in this instance. Install it with “pip install jupyterlab” in a terminal of the instance, or here.</source>
        <translation>このインスタンスには JupyterLab がインストールされていません。インスタンスのターミナルで「pip install jupyterlab」を実行するか、ここでインストールしてください。</translation>
    </message>
    <message>
        <source>Somebody else has been starting JupyterLab in this instance for more than a minute.</source>
        <translation>このインスタンスでは、ほかの誰かが 1 分以上 JupyterLab を起動し続けています。</translation>
    </message>
    <message>
        <source>JupyterLab did not get ready within a minute. Its log may say why.</source>
        <translation>JupyterLab の準備が 1 分以内に整いませんでした。理由がログにある場合があります。</translation>
    </message>
    <message>
        <source>The instance could not write the files that JupyterLab needs. Its disk may be full.</source>
        <translation>インスタンスが JupyterLab に必要なファイルを書き込めませんでした。ディスクがいっぱいの可能性があります。</translation>
    </message>
    <message>
        <source>Starting JupyterLab failed in the instance.</source>
        <translation>インスタンスで JupyterLab を起動できませんでした。</translation>
    </message>
    <message>
        <source>JupyterLab ended while it was starting.</source>
        <translation>JupyterLab は起動中に終了しました。</translation>
    </message>
</context>
<context>
    <name>OperationStatus</name>
    <message>
        <source>There is no operation “%1”.</source>
        <translation>操作「%1」はありません。</translation>
    </message>
</context>
<context>
    <name>Questions</name>
    <message>
        <source>%1 (busy)</source>
        <translation>%1 (実行中)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 と %2</translation>
    </message>
    <message>
        <source>%1 instances</source>
        <translation>%1 個のインスタンス</translation>
    </message>
    <message>
        <source>… and %1 more.</source>
        <translation>… ほか %1 個。</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>再起動</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Restart %1</source>
        <translation>%1 の再起動</translation>
    </message>
    <message>
        <source>Stop %1</source>
        <translation>%1 の停止</translation>
    </message>
    <message>
        <source>1 kernel ends, and what it has in memory is lost.</source>
        <translation>1 個のカーネルが終了し、メモリ上の内容は失われます。</translation>
    </message>
    <message>
        <source>%1 kernels end, and what they have in memory is lost.</source>
        <translation>%1 個のカーネルが終了し、メモリ上の内容は失われます。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Which kernels are running could not be found out.</source>
        <translation>どのカーネルが動いているかを調べられませんでした。</translation>
    </message>
    <message>
        <source>Others may be running, too: not all could be found out.</source>
        <translation>すべてを調べられなかったため、ほかにも動いている可能性があります。</translation>
    </message>
    <message>
        <source>What runs in %1 ends, and what it has in memory is lost.</source>
        <translation>%1 で動いているものは終了し、メモリ上の内容は失われます。</translation>
    </message>
</context>
<context>
    <name>Quotas</name>
    <message>
        <source>The limits in “%1” can&apos;t be understood, so no instance can be made.</source>
        <translation>「%1」にある上限を読み取れないため、インスタンスを作成できません。</translation>
    </message>
    <message>
        <source>This size has more cores (%1) than the quota of %2 allows (%3). Choose a smaller size.</source>
        <translation>このサイズのコア数 (%1) は、%2 のクォータの上限 (%3) を超えています。もっと小さいサイズを選んでください。</translation>
    </message>
    <message>
        <source>The quota of %1 is used up: %2 cores are asked for, %3 of %4 are in use. Delete an instance or choose a smaller size.</source>
        <translation>%1 のクォータが足りません。要求は %2 コアで、%4 コアのうち %3 コアが使用中です。インスタンスを削除するか、もっと小さいサイズを選んでください。</translation>
    </message>
    <message>
        <source>The limits can&apos;t be saved.</source>
        <translation>上限を保存できません。</translation>
    </message>
    <message>
        <source>this computer</source>
        <comment>the quota of …</comment>
        <translation>このコンピューター</translation>
    </message>
</context>
<context>
    <name>Refusals</name>
    <message>
        <source>“%1” can be started only while it is stopped; %2.</source>
        <translation>「%1」を開始できるのは停止しているときだけです。%2。</translation>
    </message>
    <message>
        <source>“%1” can be stopped only while it is running; %2.</source>
        <translation>「%1」を停止できるのは実行中だけです。%2。</translation>
    </message>
    <message>
        <source>“%1” can be restarted only while it is running; %2.</source>
        <translation>「%1」を再起動できるのは実行中だけです。%2。</translation>
    </message>
    <message>
        <source>“%1” can&apos;t be deleted now: %2.</source>
        <translation>「%1」は今は削除できません。%2。</translation>
    </message>
    <message>
        <source>“%1” can&apos;t be changed now: %2.</source>
        <translation>「%1」は今は変更できません。%2。</translation>
    </message>
    <message>
        <source>it is being created</source>
        <translation>現在は作成中です</translation>
    </message>
    <message>
        <source>its creation failed</source>
        <translation>作成に失敗しています</translation>
    </message>
    <message>
        <source>it is being deleted</source>
        <translation>現在は削除中です</translation>
    </message>
    <message>
        <source>it is running now</source>
        <translation>現在は実行中です</translation>
    </message>
    <message>
        <source>it is being restarted</source>
        <translation>現在は再起動中です</translation>
    </message>
    <message>
        <source>its size is being changed</source>
        <translation>現在はサイズを変更中です</translation>
    </message>
    <message>
        <source>it is being set up</source>
        <translation>現在はセットアップ中です</translation>
    </message>
    <message>
        <source>its set-up failed</source>
        <translation>セットアップに失敗しています</translation>
    </message>
    <message>
        <source>it is being started</source>
        <translation>現在は開始処理中です</translation>
    </message>
    <message>
        <source>it is stopped now</source>
        <translation>現在は停止しています</translation>
    </message>
    <message>
        <source>it is being stopped</source>
        <translation>現在は停止処理中です</translation>
    </message>
    <message>
        <source>it can&apos;t be used any more</source>
        <translation>もう使用できません</translation>
    </message>
    <message>
        <source>its state is not known</source>
        <translation>状態が不明です</translation>
    </message>
    <message>
        <source>The size of “%1” can be changed only while it is stopped; %2.</source>
        <translation>「%1」のサイズを変更できるのは停止しているときだけです。%2。</translation>
    </message>
    <message>
        <source>The folders of “%1” can be changed only while it is stopped; %2.</source>
        <translation>「%1」のフォルダーを変更できるのは停止しているときだけです。%2。</translation>
    </message>
    <message>
        <source>There is no instance called “%1”.</source>
        <translation>「%1」という名前のインスタンスはありません。</translation>
    </message>
</context>
<context>
    <name>RequestGuard</name>
    <message>
        <source>The request is malformed.</source>
        <translation>要求の形式が正しくありません。</translation>
    </message>
    <message>
        <source>The request&apos;s header is too large.</source>
        <translation>要求のヘッダーが大きすぎます。</translation>
    </message>
    <message>
        <source>The request must name one host.</source>
        <translation>要求にはホストを 1 つ指定してください。</translation>
    </message>
    <message>
        <source>The request must give its body&apos;s length.</source>
        <translation>要求には本文の長さを指定してください。</translation>
    </message>
    <message>
        <source>Only HTTP 1.1 is spoken here.</source>
        <translation>HTTP 1.1 だけに対応しています。</translation>
    </message>
    <message>
        <source>Send the body with the request.</source>
        <translation>本文は要求と一緒に送ってください。</translation>
    </message>
    <message>
        <source>The request&apos;s body is larger than 1 MiB.</source>
        <translation>要求の本文が 1 MiB を超えています。</translation>
    </message>
    <message>
        <source>The request took too long.</source>
        <translation>要求に時間がかかりすぎました。</translation>
    </message>
    <message>
        <source>The request&apos;s field “%1” comes more than once.</source>
        <translation>要求のフィールド「%1」が複数あります。</translation>
    </message>
    <message>
        <source>WebSockets are not spoken here.</source>
        <translation>ここでは WebSocket は使えません。</translation>
    </message>
</context>
<context>
    <name>RequestedInstance</name>
    <message>
        <source>an object</source>
        <translation>オブジェクト</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>リスト</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true または false</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>文字列</translation>
    </message>
    <message>
        <source>“%1” must be %2.</source>
        <translation>「%1」は%2でなければなりません。</translation>
    </message>
    <message>
        <source>SSH access is “Enabled” or “Disabled”, not “%1”.</source>
        <translation>SSH アクセスは「Enabled」か「Disabled」です。「%1」は使えません。</translation>
    </message>
</context>
<context>
    <name>ResourceRules</name>
    <message>
        <source>A resource can have %1 tags at most; these are %2.</source>
        <translation>リソースに付けられるタグは %1 個までです。%2 個あります。</translation>
    </message>
    <message>
        <source>The name of a tag has 1 to %1 characters, and none of &lt; &gt; % &amp; \ ? /.</source>
        <translation>タグの名前は 1 文字から %1 文字までで、&lt; &gt; % &amp; \ ? / は使えません。</translation>
    </message>
    <message>
        <source>The value of a tag has up to %1 characters.</source>
        <translation>タグの値は %1 文字までです。</translation>
    </message>
    <message>
        <source>“%1” is not a time after which an idle instance can be stopped: from “PT15M” (15 minutes) to “P3D” (3 days) are allowed.</source>
        <translation>「%1」は、使われていないインスタンスを停止するまでの時間として使えません。「PT15M」(15 分) から「P3D」(3 日) までが使えます。</translation>
    </message>
    <message>
        <source>“scaleSettings” is for clusters; “%1” is an instance, which has one node.</source>
        <translation>「scaleSettings」はクラスター用です。「%1」はノードが 1 つのインスタンスです。</translation>
    </message>
    <message>
        <source>“%1” is not a type of compute; these are: %2.</source>
        <translation>「%1」はコンピューティングの種類ではありません。種類は次のとおりです: %2。</translation>
    </message>
    <message>
        <source>This computer makes instances (“ComputeInstance”); it can&apos;t make or attach “%1”.</source>
        <translation>このコンピューターで作成できるのはインスタンス (「ComputeInstance」) です。「%1」は作成も接続もできません。</translation>
    </message>
</context>
<context>
    <name>Sftp</name>
    <message>
        <source>The server has not answered for %1 seconds.</source>
        <translation>サーバーが %1 秒間応答していません。</translation>
    </message>
    <message>
        <source>The connection to the server&apos;s SFTP program has ended.</source>
        <translation>サーバーの SFTP プログラムとの接続が終了しました。</translation>
    </message>
    <message>
        <source>The server&apos;s SFTP program ended before it answered (exit status %1).</source>
        <translation>サーバーの SFTP プログラムが応答する前に終了しました (終了状態 %1)。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; does not exist on the server.</source>
        <translation>サーバーに「%1」はありません。</translation>
    </message>
    <message>
        <source>The server does not permit this with &quot;%1&quot;.</source>
        <translation>サーバーは「%1」へのこの操作を許可していません。</translation>
    </message>
    <message>
        <source>The server can&apos;t do this with &quot;%1&quot;.</source>
        <translation>サーバーは「%1」へのこの操作に対応していません。</translation>
    </message>
    <message>
        <source>The server says that &quot;%1&quot; ends too early.</source>
        <translation>サーバーによると、「%1」は途中で終わっています。</translation>
    </message>
    <message>
        <source>The server reports a failure with &quot;%1&quot;.</source>
        <translation>サーバーが「%1」での失敗を報告しました。</translation>
    </message>
    <message>
        <source>The server reports a failure with &quot;%1&quot;: %2.</source>
        <translation>サーバーが「%1」での失敗を報告しました: %2。</translation>
    </message>
    <message>
        <source>The server answered against the rules of SFTP.</source>
        <translation>サーバーの応答が SFTP の規則に反しています。</translation>
    </message>
    <message>
        <source>The server speaks SFTP version %1; version 3 is needed.</source>
        <translation>サーバーの SFTP はバージョン %1 です。バージョン 3 が必要です。</translation>
    </message>
    <message>
        <source>The server lacks the SFTP extension %1.</source>
        <translation>サーバーに SFTP 拡張 %1 がありません。</translation>
    </message>
    <message>
        <source>The operation was cancelled.</source>
        <translation>操作はキャンセルされました。</translation>
    </message>
    <message>
        <source>The server&apos;s login shell prints text before SFTP starts: &quot;%1&quot;. Its start-up files must be silent when no person is there.</source>
        <translation>サーバーのログインシェルが、SFTP の開始前に文字を出力しています: 「%1」。人が操作していないときは、起動ファイルが何も出力しないようにする必要があります。</translation>
    </message>
    <message>
        <source>This computer&apos;s disk is full; &quot;%1&quot; is not whole.</source>
        <translation>このコンピューターのディスクがいっぱいです。「%1」は不完全です。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is a link on this computer and is not followed.</source>
        <translation>このコンピューターの「%1」はリンクのため、たどりません。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; on this computer: %2.</source>
        <translation>このコンピューターの「%1」: %2。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; exists already.</source>
        <translation>「%1」はすでにあります。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has changed during the transfer; try again.</source>
        <translation>「%1」は転送中に変更されました。もう一度お試しください。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; ended at byte %2, although the server had announced %3 bytes.</source>
        <translation>「%1」は %2 バイトで終わりました。サーバーは %3 バイトと知らせていました。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not an ordinary file.</source>
        <translation>「%1」は通常のファイルではありません。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has more than %2 entries.</source>
        <translation>「%1」の項目が %2 個を超えています。</translation>
    </message>
    <message>
        <source>There is no connection to the server.</source>
        <translation>サーバーへの接続がありません。</translation>
    </message>
    <message>
        <source>The server does not offer SFTP, which files are read and written by.</source>
        <translation>サーバーが、ファイルの読み書きに使う SFTP を提供していません。</translation>
    </message>
    <message>
        <source>The folder has more than %1 entries: stopped at &quot;%2&quot;.</source>
        <translation>フォルダーの項目が %1 個を超えています。「%2」で中止しました。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no name for a file here, or the server names it twice.</source>
        <translation>「%1」はここではファイル名として使えないか、サーバーの一覧に 2 回現れています。</translation>
    </message>
    <message>
        <source>The link &quot;%1&quot; leads out of the folder and was left out.</source>
        <translation>リンク「%1」はフォルダーの外を指しているため、除外しました。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; lies too deep and was left out.</source>
        <translation>「%1」は階層が深すぎるため、除外しました。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is neither a file nor a folder nor a link and was left out.</source>
        <translation>「%1」はファイル、フォルダー、リンクのいずれでもないため、除外しました。</translation>
    </message>
    <message>
        <source>The disk &quot;%2&quot; of this computer is full; &quot;%1&quot; is not whole.</source>
        <translation>このコンピューターのディスク「%2」がいっぱいです。「%1」は不完全です。</translation>
    </message>
    <message>
        <source>The disk &quot;%2&quot; of this computer is full: &quot;%1&quot; needs %3 more than it has.</source>
        <translation>このコンピューターのディスク「%2」がいっぱいです。「%1」のための空きが %3 足りません。</translation>
    </message>
    <message>
        <source>The server&apos;s disk with &quot;%2&quot; takes no more files; &quot;%1&quot; is not whole there.</source>
        <translation>サーバーの「%2」があるディスクに、これ以上ファイルを書き込めません。サーバー上の「%1」は不完全です。</translation>
    </message>
    <message>
        <source>The server&apos;s disk with &quot;%2&quot; is full: &quot;%1&quot; needs %3 more than it has.</source>
        <translation>サーバーの「%2」があるディスクがいっぱいです。「%1」のための空きが %3 足りません。</translation>
    </message>
</context>
<context>
    <name>Ssh</name>
    <message>
        <source>The operation was cancelled.</source>
        <translation>操作はキャンセルされました。</translation>
    </message>
</context>
<context>
    <name>Ssh::AgentClient</name>
    <message>
        <source>The SSH agent at %1 can&apos;t be reached: %2.</source>
        <translation>%1 の SSH エージェントに接続できません: %2。</translation>
    </message>
    <message>
        <source>The SSH agent at %1 gives no answer.</source>
        <translation>%1 の SSH エージェントが応答しません。</translation>
    </message>
    <message>
        <source>What listens at %1 is no SSH agent.</source>
        <translation>%1 で待ち受けているのは SSH エージェントではありません。</translation>
    </message>
    <message>
        <source>The SSH agent at %1 refused to sign.</source>
        <translation>%1 の SSH エージェントが署名を拒否しました。</translation>
    </message>
    <message>
        <source>The SSH agent at %1 signs with %2 instead of %3.</source>
        <translation>%1 の SSH エージェントが、%3 ではなく %2 で署名しています。</translation>
    </message>
</context>
<context>
    <name>Ssh::ChannelOpener</name>
    <message>
        <source>The server refused to run a command.</source>
        <translation>サーバーがコマンドの実行を拒否しました。</translation>
    </message>
    <message>
        <source>Nothing answers at %1 on the server.</source>
        <translation>サーバー上の %1 が応答しません。</translation>
    </message>
    <message>
        <source>Nothing answers at %1 on the server, or the server does not allow connections to sockets (AllowStreamLocalForwarding).</source>
        <translation>サーバー上の %1 が応答しないか、サーバーがソケットへの接続を許可していません (AllowStreamLocalForwarding)。</translation>
    </message>
    <message>
        <source>The server does not allow connections to %1 (AllowTcpForwarding, PermitOpen).</source>
        <translation>サーバーが %1 への接続を許可していません (AllowTcpForwarding、PermitOpen)。</translation>
    </message>
</context>
<context>
    <name>Ssh::Check</name>
    <message>
        <source>The server ran a command but gave no answer within 10 s.</source>
        <translation>サーバーはコマンドを実行しましたが、10 秒以内に応答しませんでした。</translation>
    </message>
    <message>
        <source>The server ended the command before it gave its answer.</source>
        <translation>サーバーは応答する前にコマンドを終了しました。</translation>
    </message>
    <message>
        <source>Something else than SFTP answers, perhaps a login shell that prints text.</source>
        <translation>SFTP 以外のものが応答しています。ログインシェルが文字を出力している可能性があります。</translation>
    </message>
</context>
<context>
    <name>Ssh::Config</name>
    <message>
        <source>“%1” is not the name of a machine. Allowed are a host name, an address or an alias of ~/.ssh/config, also as user@host:port; it does not begin with “-” and has no blanks.</source>
        <translation>「%1」はマシンの名前ではありません。使えるのはホスト名、アドレス、~/.ssh/config の別名です。user@host:port の形でも指定できます。「-」で始めることはできず、空白は使えません。</translation>
    </message>
    <message>
        <source>The SSH configuration for %1 uses %2, which only OpenSSH&apos;s own client can do.</source>
        <translation>%1 の SSH 設定は %2 を使っています。これは OpenSSH のクライアントだけが対応しています。</translation>
    </message>
    <message>
        <source>OpenSSH&apos;s ssh did not say how to reach %1: the answer to “ssh -G” has no host name or port.</source>
        <translation>OpenSSH の ssh から %1 への接続方法を取得できませんでした。「ssh -G」の応答にホスト名またはポートがありません。</translation>
    </message>
</context>
<context>
    <name>Ssh::Errors</name>
    <message>
        <source>%1 can&apos;t be reached: %2.</source>
        <translation>%1 に接続できません: %2。</translation>
    </message>
    <message>
        <source>%1 refused the connection: no SSH server listens on port %2.</source>
        <translation>%1 が接続を拒否しました。ポート %2 で待ち受けている SSH サーバーはありません。</translation>
    </message>
    <message>
        <source>The SSH server at %1 and this program have no encryption in common.</source>
        <translation>%1 の SSH サーバーとこのプログラムには共通の暗号方式がありません。</translation>
    </message>
    <message>
        <source>%1 ended the connection before it answered as an SSH server.</source>
        <translation>%1 は SSH サーバーとして応答する前に接続を終了しました。</translation>
    </message>
    <message>
        <source>The SSH connection to %1 could not be set up.</source>
        <translation>%1 への SSH 接続を確立できませんでした。</translation>
    </message>
    <message>
        <source>%1 took the connection but did not answer as an SSH server within %2 s.</source>
        <translation>%1 は接続を受け付けましたが、%2 秒以内に SSH サーバーとして応答しませんでした。</translation>
    </message>
    <message>
        <source>%1 did not finish the login within %2 s.</source>
        <translation>%1 は %2 秒以内にログインを完了しませんでした。</translation>
    </message>
    <message>
        <source>%1 did not answer within %2 s.</source>
        <translation>%1 は %2 秒以内に応答しませんでした。</translation>
    </message>
    <message>
        <source>The connection to %1 was lost.</source>
        <translation>%1 との接続が切れました。</translation>
    </message>
    <message>
        <source>The connection to %1 was lost: it gave no answer for %2 s.</source>
        <translation>%1 との接続が切れました。%2 秒間応答がありませんでした。</translation>
    </message>
    <message>
        <source>%1 refuses new connections just now (too many are starting). Try again in a moment.</source>
        <translation>%1 は現在、新しい接続を拒否しています (開始中の接続が多すぎます)。しばらくしてからもう一度お試しください。</translation>
    </message>
</context>
<context>
    <name>Ssh::Exchange</name>
    <message>
        <source>The answer of %1 is too large.</source>
        <translation>%1 の応答が大きすぎます。</translation>
    </message>
    <message>
        <source>%1 on the server did not answer in time.</source>
        <translation>サーバー上の %1 が時間内に応答しませんでした。</translation>
    </message>
</context>
<context>
    <name>Ssh::ExecChannel</name>
    <message>
        <source>The command did not end within %1 s.</source>
        <translation>コマンドが %1 秒以内に終了しませんでした。</translation>
    </message>
    <message>
        <source>The server refused to run the command.</source>
        <translation>サーバーがコマンドの実行を拒否しました。</translation>
    </message>
</context>
<context>
    <name>Ssh::ExecOutput</name>
    <message>
        <source>The command wrote more than %1.</source>
        <translation>コマンドの出力が %1 を超えました。</translation>
    </message>
</context>
<context>
    <name>Ssh::HostKeys</name>
    <message>
        <source>The host key of %1 is not known: it presented %2. The connection was refused.</source>
        <translation>%1 のホスト鍵は未知のものです (提示された鍵: %2)。接続を拒否しました。</translation>
    </message>
    <message>
        <source>The host key of %1 has changed: expected %2, but it presented %3. The connection was refused.</source>
        <translation>%1 のホスト鍵が変わっています。想定は %2 ですが、提示されたのは %3 です。接続を拒否しました。</translation>
    </message>
    <message>
        <source>The host key that %1 presented, %2, is marked as revoked. The connection was refused.</source>
        <translation>%1 が提示したホスト鍵 %2 は、失効したものとして記録されています。接続を拒否しました。</translation>
    </message>
</context>
<context>
    <name>Ssh::Identities</name>
    <message>
        <source>%1 is only the public half of a key, and no SSH agent holds the other.</source>
        <translation>%1 は鍵ペアの公開鍵だけで、対になる秘密鍵を持つ SSH エージェントがありません。</translation>
    </message>
    <message>
        <source>The SSH agent at %1 holds no keys, or is locked.</source>
        <translation>%1 の SSH エージェントに鍵がないか、ロックされています。</translation>
    </message>
</context>
<context>
    <name>Ssh::JumpHost</name>
    <message>
        <source>The jump host %1: %2</source>
        <translation>踏み台ホスト %1: %2</translation>
    </message>
</context>
<context>
    <name>Ssh::KeyFile</name>
    <message>
        <source>The key file %1 can&apos;t be used: it is damaged, or no key in OpenSSH&apos;s format or PEM.</source>
        <translation>鍵ファイル %1 は使えません。壊れているか、OpenSSH 形式または PEM の鍵ではありません。</translation>
    </message>
    <message>
        <source>The key file %1 is encrypted with %2, which can&apos;t be read here. Run “ssh-keygen -p -f” on it to change that.</source>
        <translation>鍵ファイル %1 は、ここでは読み取れない %2 で暗号化されています。変更するには、このファイルに「ssh-keygen -p -f」を実行してください。</translation>
    </message>
    <message>
        <source>The key file %1 is in PuTTY&apos;s format. Export it as an OpenSSH key.</source>
        <translation>鍵ファイル %1 は PuTTY 形式です。OpenSSH の鍵としてエクスポートしてください。</translation>
    </message>
    <message>
        <source>%1 is a certificate, which can&apos;t be used here.</source>
        <translation>%1 は証明書のため、ここでは使えません。</translation>
    </message>
    <message>
        <source>%1 is a security key (FIDO), which can&apos;t be used here.</source>
        <translation>%1 はセキュリティキー (FIDO) のため、ここでは使えません。</translation>
    </message>
    <message>
        <source>%1 is a key of the type “%2”, which can&apos;t be used here.</source>
        <translation>%1 は種類「%2」の鍵のため、ここでは使えません。</translation>
    </message>
</context>
<context>
    <name>Ssh::KnownHosts</name>
    <message>
        <source>“%1” can&apos;t be recorded as a known host: a host name has no blanks and none of , * ? ! | # @ &quot; &apos; \.</source>
        <translation>「%1」は既知のホストとして記録できません。ホスト名に空白と , * ? ! | # @ &quot; &apos; \ は使えません。</translation>
    </message>
    <message>
        <source>The host key of %1 can&apos;t be recorded: keys of type “%2” are not supported.</source>
        <translation>%1 のホスト鍵を記録できません。種類「%2」の鍵には対応していません。</translation>
    </message>
    <message>
        <source>The host key of %1 can&apos;t be recorded: the SSH configuration names no file of known hosts (UserKnownHostsFile).</source>
        <translation>%1 のホスト鍵を記録できません。SSH 設定に既知のホストのファイル (UserKnownHostsFile) が指定されていません。</translation>
    </message>
    <message>
        <source>The file of known hosts %1 can&apos;t be read: %2.</source>
        <translation>既知のホストのファイル %1 を読み取れません: %2。</translation>
    </message>
    <message>
        <source>The file of known hosts %1 can&apos;t be written: %2.</source>
        <translation>既知のホストのファイル %1 を書き込めません: %2。</translation>
    </message>
    <message>
        <source>The file of known hosts %1 can&apos;t be written: another program keeps it locked.</source>
        <translation>既知のホストのファイル %1 を書き込めません。別のプログラムがロックしています。</translation>
    </message>
    <message>
        <source>it is larger than 64 MiB</source>
        <translation>64 MiB を超えています</translation>
    </message>
    <message>
        <source>it is not a file</source>
        <translation>ファイルではありません</translation>
    </message>
</context>
<context>
    <name>Ssh::Login</name>
    <message>
        <source>It offers no other way to log in.</source>
        <translation>ほかのログイン方法はありません。</translation>
    </message>
    <message>
        <source>It offers: %1.</source>
        <translation>使えるログイン方法: %1。</translation>
    </message>
    <message>
        <source>There is nothing to log in to %1 with as user %2: no key, and no method to ask for.</source>
        <translation>ユーザー %2 として %1 にログインする手段がありません。鍵も、入力を求める方式もありません。</translation>
    </message>
    <message>
        <source>%1 refused the login of user %2. Tried: %3.</source>
        <translation>%1 がユーザー %2 のログインを拒否しました。試した方法: %3。</translation>
    </message>
    <message>
        <source>%1 ended the login of user %2 after too many attempts. Tried: %3. Name the right key for this host as IdentityFile and set “IdentitiesOnly yes”, so that others are not tried before it.</source>
        <translation>%1 は試行回数が多すぎるため、ユーザー %2 のログインを打ち切りました。試した方法: %3。このホストに合う鍵を IdentityFile に指定し、ほかの鍵が先に試されないように「IdentitiesOnly yes」を設定してください。</translation>
    </message>
    <message>
        <source>%1 ended the connection during the login: %2.</source>
        <translation>%1 がログイン中に接続を終了しました: %2。</translation>
    </message>
    <message>
        <source>%1 ended the connection while it waited for an answer: it gives only some time for a login. Connect again.</source>
        <translation>%1 は入力を待っている間に接続を終了しました。ログインに使える時間には限りがあります。もう一度接続してください。</translation>
    </message>
    <message>
        <source>The login of user %1 to %2 was cancelled.</source>
        <translation>ユーザー %1 の %2 へのログインはキャンセルされました。</translation>
    </message>
    <message>
        <source>%1 asks something for the login of user %2, and there is nobody to answer.</source>
        <translation>%1 がユーザー %2 のログインのために入力を求めていますが、応答できる人がいません。</translation>
    </message>
    <message>
        <source>The password of user %1 on %2 has expired. Log in from a terminal and set a new one.</source>
        <translation>%2 のユーザー %1 のパスワードは期限切れです。ターミナルからログインして、新しいパスワードを設定してください。</translation>
    </message>
    <message>
        <source>No thread could be started for the login.</source>
        <translation>ログイン用のスレッドを開始できませんでした。</translation>
    </message>
</context>
<context>
    <name>Ssh::OpenSshCommandLine</name>
    <message>
        <source>The file %1 can&apos;t be written: %2.</source>
        <translation>ファイル %1 を書き込めません: %2。</translation>
    </message>
    <message>
        <source>The server %1 can&apos;t be told to OpenSSH: its name may hold letters, digits and &quot;.-_:%&quot;, and its user &quot;.-_:@+\&quot; likewise.</source>
        <translation>サーバー %1 を OpenSSH に渡せません。名前に使えるのは英数字と「.-_:%」、ユーザー名に使えるのは英数字と「.-_:@+\」です。</translation>
    </message>
    <message>
        <source>The server %1 can&apos;t be told to OpenSSH: the names of its key files and of its agent&apos;s socket may hold no control characters and no &quot;${&quot;.</source>
        <translation>サーバー %1 を OpenSSH に渡せません。鍵ファイルとエージェントのソケットの名前に、制御文字と「${」は使えません。</translation>
    </message>
    <message>
        <source>The file %1 can&apos;t be told to OpenSSH: with jump hosts its name may hold no control characters and none of *?[]{}&quot;\%.</source>
        <translation>ファイル %1 を OpenSSH に渡せません。踏み台ホストを使う場合、名前に制御文字と *?[]{}&quot;\% は使えません。</translation>
    </message>
</context>
<context>
    <name>Ssh::OpenSshErrors</name>
    <message>
        <source>The host key of %1 is not the one that is known. The connection was refused.</source>
        <translation>%1 のホスト鍵が、既知のものと異なります。接続を拒否しました。</translation>
    </message>
    <message>
        <source>The host key of %1 is not known. The connection was refused.</source>
        <translation>%1 のホスト鍵は未知のものです。接続を拒否しました。</translation>
    </message>
    <message>
        <source>A key file can be read by others; OpenSSH refuses to use it.</source>
        <translation>鍵ファイルがほかのユーザーにも読み取れるため、OpenSSH は使用を拒否しています。</translation>
    </message>
    <message>
        <source>%1 refused the login of user %2 by OpenSSH.</source>
        <translation>%1 が OpenSSH によるユーザー %2 のログインを拒否しました。</translation>
    </message>
    <message>
        <source>The name %1 is not known.</source>
        <translation>名前 %1 が見つかりません。</translation>
    </message>
    <message>
        <source>The SSH connection to %1:%2 could not be set up.</source>
        <translation>%1:%2 への SSH 接続を確立できませんでした。</translation>
    </message>
    <message>
        <source>OpenSSH&apos;s client %1 can&apos;t be started.</source>
        <translation>OpenSSH のクライアント %1 を起動できません。</translation>
    </message>
    <message>
        <source>The server did not open the stream in time.</source>
        <translation>サーバーが時間内にストリームを開きませんでした。</translation>
    </message>
</context>
<context>
    <name>Ssh::OpenSshExec</name>
    <message>
        <source>The command did not end within %1 s.</source>
        <translation>コマンドが %1 秒以内に終了しませんでした。</translation>
    </message>
</context>
<context>
    <name>Ssh::OpenSshLink</name>
    <message>
        <source>There is no connection to the server.</source>
        <translation>サーバーへの接続がありません。</translation>
    </message>
</context>
<context>
    <name>Ssh::OpenSshPorts</name>
    <message>
        <source>The server does not allow connections to %1.</source>
        <translation>サーバーが %1 への接続を許可していません。</translation>
    </message>
    <message>
        <source>Nothing answers at %1 on the server.</source>
        <translation>サーバー上の %1 が応答しません。</translation>
    </message>
</context>
<context>
    <name>Ssh::OpenSshProcess</name>
    <message>
        <source>A command can&apos;t be started: %1.</source>
        <translation>コマンドを起動できません: %1。</translation>
    </message>
</context>
<context>
    <name>Ssh::OpenSshSession</name>
    <message>
        <source>The server does not offer &quot;%1&quot;.</source>
        <translation>サーバーが「%1」を提供していません。</translation>
    </message>
    <message>
        <source>The server refused to run the command.</source>
        <translation>サーバーがコマンドの実行を拒否しました。</translation>
    </message>
</context>
<context>
    <name>Ssh::OpenSshStream</name>
    <message>
        <source>A stream to the server can&apos;t be made: %1.</source>
        <translation>サーバーへのストリームを作成できません: %1。</translation>
    </message>
    <message>
        <source>Nothing answers at %1 on the server.</source>
        <translation>サーバー上の %1 が応答しません。</translation>
    </message>
</context>
<context>
    <name>Ssh::OpenSshTunnel</name>
    <message>
        <source>Port %1 of this computer is taken by another program.</source>
        <translation>このコンピューターのポート %1 は別のプログラムが使っています。</translation>
    </message>
    <message>
        <source>Port %1 of this computer can&apos;t be used: %2.</source>
        <translation>このコンピューターのポート %1 は使えません: %2。</translation>
    </message>
    <message>
        <source>The tunnel listens already on port %1.</source>
        <translation>トンネルはすでにポート %1 で待ち受けています。</translation>
    </message>
</context>
<context>
    <name>Ssh::PasswordLogin</name>
    <message>
        <source>Password</source>
        <translation>パスワード</translation>
    </message>
</context>
<context>
    <name>Ssh::PrivateKeyFile</name>
    <message>
        <source>The key file %1 can&apos;t be read: %2.</source>
        <translation>鍵ファイル %1 を読み取れません: %2。</translation>
    </message>
    <message>
        <source>%1 is not a key file.</source>
        <translation>%1 は鍵ファイルではありません。</translation>
    </message>
    <message>
        <source>The key file %1 can be read by others (mode %2), so it is not used. Run “chmod 600” on it.</source>
        <translation>鍵ファイル %1 はほかのユーザーも読み取れる (モード %2) ため、使いません。「chmod 600」を実行してください。</translation>
    </message>
</context>
<context>
    <name>Ssh::PublicKeyLogin</name>
    <message>
        <source>%1 is an RSA key, and the server takes only signatures with SHA-1 of those.</source>
        <translation>%1 は RSA 鍵ですが、サーバーは RSA 鍵について SHA-1 の署名だけを受け付けます。</translation>
    </message>
    <message>
        <source>The key file %1 can&apos;t be used: it is damaged, or of an unsupported kind.</source>
        <translation>鍵ファイル %1 は使えません。壊れているか、対応していない種類です。</translation>
    </message>
    <message>
        <source>The server takes the key %1, but it could not be used. %2</source>
        <translation>サーバーは鍵 %1 を受け付けますが、その鍵を使えませんでした。%2</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>パスフレーズ</translation>
    </message>
    <message>
        <source>The passphrase of the key %1 was wrong %2 times.</source>
        <translation>鍵 %1 のパスフレーズが %2 回間違っていました。</translation>
    </message>
    <message>
        <source>The key %1 is protected by a passphrase, and there is nobody to ask for it.</source>
        <translation>鍵 %1 はパスフレーズで保護されていますが、入力できる人がいません。</translation>
    </message>
</context>
<context>
    <name>Ssh::Resolver</name>
    <message>
        <source>The name %1 could not be resolved.</source>
        <translation>名前 %1 を解決できませんでした。</translation>
    </message>
</context>
<context>
    <name>Ssh::Session</name>
    <message>
        <source>No thread could be started for the connection to %1.</source>
        <translation>%1 への接続用のスレッドを開始できませんでした。</translation>
    </message>
</context>
<context>
    <name>Ssh::SessionThread</name>
    <message>
        <source>There is no connection to the server.</source>
        <translation>サーバーへの接続がありません。</translation>
    </message>
</context>
<context>
    <name>Ssh::StreamChannel</name>
    <message>
        <source>A stream to the server can&apos;t be made: %1.</source>
        <translation>サーバーへのストリームを作成できません: %1。</translation>
    </message>
    <message>
        <source>The server does not offer &quot;%1&quot;.</source>
        <translation>サーバーが「%1」を提供していません。</translation>
    </message>
    <message>
        <source>The server refused to run the command.</source>
        <translation>サーバーがコマンドの実行を拒否しました。</translation>
    </message>
    <message>
        <source>The server did not open the stream in time.</source>
        <translation>サーバーが時間内にストリームを開きませんでした。</translation>
    </message>
</context>
<context>
    <name>Ssh::Transport</name>
    <message>
        <source>SSH could not be initialised.</source>
        <translation>SSH を初期化できませんでした。</translation>
    </message>
</context>
<context>
    <name>Ssh::TunnelConnection</name>
    <message>
        <source>A connection to %1 was closed: the server could not be reached in time.</source>
        <translation>サーバーに時間内に接続できなかったため、%1 への接続を閉じました。</translation>
    </message>
</context>
<context>
    <name>Ssh::TunnelListener</name>
    <message>
        <source>Port %1 of this computer can&apos;t be used: %2.</source>
        <translation>このコンピューターのポート %1 は使えません: %2。</translation>
    </message>
    <message>
        <source>The tunnel listens already on port %1.</source>
        <translation>トンネルはすでにポート %1 で待ち受けています。</translation>
    </message>
</context>
<context>
    <name>SshCommands</name>
    <message>
        <source>The file “%1” with the host keys can&apos;t be written.</source>
        <translation>ホスト鍵のファイル「%1」を書き込めません。</translation>
    </message>
    <message>
        <source>The instance names a user that is not a valid login name, so no line to paste is shown.</source>
        <translation>インスタンスのユーザー名がログイン名として正しくないため、貼り付け用のコマンドは表示されません。</translation>
    </message>
    <message>
        <source>The instance names an address that is not valid, so no line to paste is shown.</source>
        <translation>インスタンスのアドレスが正しくないため、貼り付け用のコマンドは表示されません。</translation>
    </message>
    <message>
        <source>The instance names a host key that is not valid, so no line to paste is shown.</source>
        <translation>インスタンスのホスト鍵が正しくないため、貼り付け用のコマンドは表示されません。</translation>
    </message>
</context>
<context>
    <name>SshHosts</name>
    <message>
        <source>The instance has a name that can&apos;t stand in a configuration of SSH; letters, digits, dots, dashes and underscores can.</source>
        <translation>インスタンスの名前を SSH の設定に書けません。使えるのは英字、数字、ピリオド、ハイフン、下線です。</translation>
    </message>
    <message>
        <source>“%1” has no SSH port yet.</source>
        <translation>「%1」にはまだ SSH ポートがありません。</translation>
    </message>
    <message>
        <source>The path “%1” can&apos;t be written in a configuration of SSH: it must not contain a line break or “${”.</source>
        <translation>パス「%1」を SSH の設定に書けません。改行や「${」を含むことはできません。</translation>
    </message>
</context>
<context>
    <name>SshIncludeFolder</name>
    <message>
        <source>“%1” can&apos;t be written, so SSH does not know your instances by their names.</source>
        <translation>「%1」を書き込めないため、SSH からインスタンスを名前で使えません。</translation>
    </message>
</context>
<context>
    <name>SshUserConfig</name>
    <message>
        <source>%1 Put this line at its top yourself: %2</source>
        <translation>%1 次の行を自分でその先頭に追加してください: %2</translation>
    </message>
    <message>
        <source>%1 Take this line out yourself: %2</source>
        <translation>%1 次の行を自分で取り除いてください: %2</translation>
    </message>
</context>
<context>
    <name>Store</name>
    <message>
        <source>The database “%1” can&apos;t be opened.</source>
        <translation>データベース「%1」を開けません。</translation>
    </message>
    <message>
        <source>The database “%1” is damaged and was left as it is. Move it away, or put a backup in its place.</source>
        <translation>データベース「%1」は壊れています。変更はしていません。別の場所に移すか、バックアップと置き換えてください。</translation>
    </message>
    <message>
        <source>The database “%1” belongs to another program and was left as it is.</source>
        <translation>データベース「%1」は別のプログラムのものです。変更はしていません。</translation>
    </message>
    <message>
        <source>The database “%1” was written by a newer version of Atelier and was left as it is. Update Atelier to use it.</source>
        <translation>データベース「%1」はより新しい版の Atelier が書き込んだものです。変更はしていません。使うには Atelier を更新してください。</translation>
    </message>
    <message>
        <source>“%1” is not a database of Atelier and was left as it is. Move it away to go on.</source>
        <translation>「%1」は Atelier のデータベースではありません。変更はしていません。続けるには別の場所に移してください。</translation>
    </message>
    <message>
        <source>The disk is full, so nothing can be saved.</source>
        <translation>ディスクがいっぱいのため、何も保存できません。</translation>
    </message>
    <message>
        <source>The data folder can&apos;t be written to.</source>
        <translation>データフォルダーに書き込めません。</translation>
    </message>
    <message>
        <source>The database is damaged.</source>
        <translation>データベースが壊れています。</translation>
    </message>
    <message>
        <source>The change could not be saved.</source>
        <translation>変更を保存できませんでした。</translation>
    </message>
    <message>
        <source>The database could not be backed up to “%1”, so it was not brought up to date. Make room, then start again.</source>
        <translation>データベースを「%1」にバックアップできなかったため、新しい形式に更新しませんでした。空きを作ってから、もう一度起動してください。</translation>
    </message>
    <message>
        <source>The disk reports a fault, so nothing can be saved in the data folder.</source>
        <translation>ディスクが異常を報告しているため、データフォルダーに保存できません。</translation>
    </message>
</context>
<context>
    <name>StudioKeys</name>
    <message>
        <source>“%1” can&apos;t name a key: up to 100 letters, digits, dots, dashes and underscores can.</source>
        <translation>「%1」は鍵の名前に使えません。使えるのは 100 文字までの英字、数字、ピリオド、ハイフン、下線です。</translation>
    </message>
    <message>
        <source>No key is named “%1”.</source>
        <translation>「%1」という名前の鍵はありません。</translation>
    </message>
</context>
<context>
    <name>Usages</name>
    <message>
        <source>“%1” must be a list.</source>
        <translation>「%1」はリストでなければなりません。</translation>
    </message>
</context>
<context>
    <name>Validation</name>
    <message>
        <source>Choose a size: %1.</source>
        <translation>サイズを選んでください: %1。</translation>
    </message>
    <message>
        <source>There is no size “%1” on this computer. These are offered: %2.</source>
        <translation>このコンピューターにサイズ「%1」はありません。選べるサイズ: %2。</translation>
    </message>
    <message>
        <source>This is a private key. Keep it secret and give the public one, which is in the file that ends with “.pub”.</source>
        <translation>これは秘密鍵です。秘密のまま保管し、「.pub」で終わるファイルにある公開鍵を指定してください。</translation>
    </message>
    <message>
        <source>This is not an OpenSSH public key: that is one line that begins with “ssh-ed25519” or “ssh-rsa”.</source>
        <translation>これは OpenSSH の公開鍵ではありません。公開鍵は「ssh-ed25519」または「ssh-rsa」で始まる 1 行です。</translation>
    </message>
    <message>
        <source>This public key is damaged: copy the whole line again.</source>
        <translation>この公開鍵は壊れています。行全体をコピーし直してください。</translation>
    </message>
    <message>
        <source>This RSA key has %1 bits, which is too short: %2 is the least.</source>
        <translation>この RSA 鍵は %1 ビットで、短すぎます。%2 ビット以上が必要です。</translation>
    </message>
    <message>
        <source>SSH logins need a public key: generate a pair, choose one, or paste one.</source>
        <translation>SSH ログインには公開鍵が必要です。鍵ペアを生成するか、選択するか、貼り付けてください。</translation>
    </message>
</context>
<context>
    <name>VmSize</name>
    <message>
        <source>The server&apos;s list of sizes could not be read.</source>
        <translation>サーバーのサイズの一覧を読み取れませんでした。</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Keeps Atelier&apos;s compute instances on this computer.</source>
        <translation>このコンピューターで Atelier のコンピューティングインスタンスを動かし続けます。</translation>
    </message>
    <message>
        <source>The data folder.</source>
        <translation>データフォルダー。</translation>
    </message>
    <message>
        <source>The port to listen on; 0 for any.</source>
        <translation>待ち受けるポート。0 なら任意のポート。</translation>
    </message>
    <message>
        <source>End when nothing runs and nobody follows.</source>
        <translation>何も動いておらず、誰も変更を受け取っていないときに終了する。</translation>
    </message>
    <message>
        <source>Where “diagnose” writes its report (.tar.gz).</source>
        <translation>「diagnose」がレポートを書き込む場所 (.tar.gz)。</translation>
    </message>
    <message>
        <source>Write a report for whoever looks into a fault, without passwords, keys and tokens, instead of starting.</source>
        <translation>起動せずに、障害を調べる人のためのレポートを、パスワード、鍵、トークンを除いて書き出します。</translation>
    </message>
    <message>
        <source>The report is in “%1”. What looks like a password, key or token was taken out; look through it before you hand it on.</source>
        <translation>レポートは「%1」にあります。パスワード、鍵、トークンと思われるものは取り除きました。渡す前に内容を確認してください。</translation>
    </message>
    <message>
        <source>There is no data folder “%1”.</source>
        <translation>データフォルダー「%1」はありません。</translation>
    </message>
</context>
</TS>
